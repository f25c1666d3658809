import { expectMovingPicture, watchConnections } from '../support/media';
import { NioServer } from '../support/server';
import { expect, test } from '../support/test';

test('./nio run --demo shows a newcomer without a camera a room that is live', async ({
  context,
  page,
}) => {
  test.setTimeout(180_000);
  const server = await NioServer.start({}, ['--demo']);
  try {
    await watchConnections(context);
    await expect(async () => {
      await page.goto(server.url);
      await page.getByRole('link', { name: /Test picture/ }).first().click({ timeout: 2_000 });
    }).toPass({ timeout: 30_000 });

    await expect(page).toHaveURL(/\/live\//);
    await expectMovingPicture(page);
  } finally {
    await server.dispose();
  }
});
