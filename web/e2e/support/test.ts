import { test as base } from '@playwright/test';
import { NioServer } from './server';

interface WorkerFixtures {
  /** The server most tests share. */
  nio: NioServer;
}

export const test = base.extend<object, WorkerFixtures>({
  nio: [
    async ({}, use) => {
      const server = await NioServer.start();
      await use(server);
      await server.stop();
      await server.dispose();
    },
    { scope: 'worker', timeout: 180_000 },
  ],

  baseURL: async ({ nio }, use) => {
    await use(nio.url);
  },

  // The server's own words, where a test failed.
  page: async ({ page, nio }, use, testInfo) => {
    await use(page);
    if (testInfo.status !== testInfo.expectedStatus) {
      await testInfo.attach('server.log', { body: nio.log, contentType: 'text/plain' });
    }
  },
});

export { expect } from '@playwright/test';
