import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accountButton, registered, signIn } from '../support/people';
import { goLive } from '../support/room';
import { freePort, NioServer, runToTheEnd } from '../support/server';
import { expect, test } from '../support/test';

test.describe('A link to a stream', () => {
  for (const { language, words } of [
    { language: 'en-US', words: 'live by' },
    { language: 'ru-RU', words: 'в эфире' },
  ]) {
    test(`previews title and streamer in ${language}`, async ({ page, context, nio, request }) => {
      const anna = await registered(context, 'anna', nio.url);
      await page.goto('/stream/create');
      const room = await goLive(page, 'Bread & <butter> "now"');

      const response = await request.get(room, { headers: { 'Accept-Language': language } });
      const html = await response.text();
      // Parsed by a browser that runs nothing: as a messenger reads it.
      const meta = await page.evaluate<Record<string, string>, string>((text) => {
        const parsed = new DOMParser().parseFromString(text, 'text/html');
        const named = [...parsed.querySelectorAll('meta[property]')].map((it) => [
          it.getAttribute('property'),
          it.getAttribute('content'),
        ]);
        return {
          lang: parsed.documentElement.lang,
          ...(Object.fromEntries(named) as Record<string, string>),
        };
      }, html);
      expect(meta).toMatchObject({
        lang: language.slice(0, 2),
        'og:title': `Bread & <butter> "now" — ${words} ${anna.nickname}`,
        'og:url': room,
        'og:site_name': 'NIO',
        'og:locale': language.replace('-', '_'),
      });
      expect(meta['og:description']).toContain(anna.nickname);

      const picture = await request.get(meta['og:image'] ?? '');
      expect(picture.status()).toBe(200);
      expect(picture.headers()['content-type']).toBe('image/png');
    });
  }
});

test('Scripts come from the server alone, and the app gets by with that', async ({
  page,
  context,
  nio,
}) => {
  const violations: string[] = [];
  await context.exposeFunction('nioViolation', (what: string) => violations.push(what));
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      void (window as unknown as { nioViolation: (what: string) => void }).nioViolation(
        `${event.violatedDirective} ${event.blockedURI} at ${document.URL}`,
      );
    });
  });
  await registered(context, 'anna', nio.url);
  const response = await page.goto('/');
  const policy = response?.headers()['content-security-policy'] ?? '';
  const scripts = policy.split(';').find((it) => it.trim().startsWith('script-src'));
  expect(scripts?.trim()).toBe("script-src 'self'");
  expect(policy).toContain("frame-ancestors 'none'");

  await accountButton(page).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.goto('/stream/create');
  await goLive(page, 'By the book');
  await page.getByRole('button', { name: 'Edit details' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  expect(violations).toEqual([]);

  // The check itself works: what the policy forbids is noticed.
  await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.nioInline = true';
    document.body.append(script);
  });
  await expect.poll(() => violations).toHaveLength(1);
  expect(await page.evaluate(() => 'nioInline' in window)).toBe(false);
});

test.describe('./nio run', () => {
  test('on a port in use says so and ends with 1', async ({ nio }) => {
    const data = await mkdtemp(join(tmpdir(), 'nio-e2e-'));
    const { exitCode, output } = await runToTheEnd(nio.port, data);
    expect(exitCode).toBe(1);
    expect(output).toContain(`Port ${nio.port} cannot be used`);
    expect(output).toContain('--port');
    expect(output, 'a sentence, not a stack trace').not.toContain('\tat ');
    await rm(data, { recursive: true });
  });

  test('on a data folder in use names it and who has it', async ({ nio }) => {
    const { exitCode, output } = await runToTheEnd(await freePort(), nio.data);
    expect(exitCode).toBe(1);
    expect(output).toMatch(/Another NIO server \(process \d+\) already uses the data folder/);
    expect(output).toContain(nio.data);
    expect(output).not.toContain('\tat ');
    expect((await fetch(`${nio.url}/api/health`)).status, 'the first one is unharmed').toBe(200);
  });

  test('with a database that does not answer says which', async () => {
    const data = await mkdtemp(join(tmpdir(), 'nio-e2e-'));
    const nowhere = await freePort();
    const { exitCode, output } = await runToTheEnd(await freePort(), data, {
      DATABASE_URL: `postgres://nio:secret@127.0.0.1:${nowhere}/nio`,
    });
    expect(exitCode).toBe(1);
    expect(output).toContain(`jdbc:postgresql://127.0.0.1:${nowhere}/nio cannot be reached as nio`);
    expect(output).toContain('DATABASE_URL');
    expect(output, 'the password stays secret').not.toContain('secret');
    expect(output).not.toContain('\tat ');
    await rm(data, { recursive: true });
  });

  test('tells the first administrator a password once, and it opens the door', async ({ page }) => {
    test.setTimeout(240_000);
    const server = await NioServer.start();
    try {
      const [, email = '', password = ''] =
        /First administrator: (\S+)\s+Password: (\S+)/.exec(server.log) ?? [];
      expect(email).toBe('admin@nio.local');
      expect(password.length).toBeGreaterThanOrEqual(16);

      await server.restart();
      expect(server.log).toContain('NIO is ready');
      expect(server.log).not.toContain('Password');
      expect(server.log).not.toContain(password);

      await page.goto(`${server.url}/login`);
      await signIn(page, { email, password });
      await expect(accountButton(page)).toContainText('admin');
    } finally {
      await server.dispose();
    }
  });
});
