import type { Browser, BrowserContext, Page } from '@playwright/test';
import { newcomer, register, registered, type Account } from '../support/people';
import {
  cameraSize,
  expectMovingPicture,
  inbound,
  seenSize,
  sentSizes,
  watchConnections,
} from '../support/media';
import { chatTexts, endBroadcast, goLive, line, say } from '../support/room';
import { expect, test } from '../support/test';

async function openContext(browser: Browser): Promise<BrowserContext> {
  const context = await browser.newContext();
  await watchConnections(context);
  return context;
}

/** As browsers do with pages nobody has touched; those that are driven by tests never do. */
async function refuseSoundBeforeTouch(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    let touched = false;
    document.addEventListener('pointerdown', () => (touched = true), { capture: true });
    const really = HTMLMediaElement.prototype.play;
    HTMLMediaElement.prototype.play = function (this: HTMLMediaElement) {
      return this.muted || touched
        ? really.call(this)
        : Promise.reject(new DOMException('not touched', 'NotAllowedError'));
    };
  });
}

test.describe.serial('A broadcast', () => {
  const anna: Account = newcomer('anna');
  let boris: Account;
  let streamer: Page;
  let viewer: Page;
  let guest: Page;
  let room: string;

  test.beforeAll(async ({ browser, nio }) => {
    streamer = await (await openContext(browser)).newPage();
    const viewerContext = await openContext(browser);
    await refuseSoundBeforeTouch(viewerContext);
    boris = await registered(viewerContext, 'boris', nio.url);
    viewer = await viewerContext.newPage();
    guest = await (await openContext(browser)).newPage();
  });

  test.afterAll(async () => {
    for (const page of [streamer, viewer, guest]) await page?.context().close();
  });

  test('somebody new registers on the way to going live', async () => {
    await streamer.goto('/');
    await streamer.getByRole('link', { name: 'Go live' }).first().click();
    await expect(streamer).toHaveURL(/\/login\?next=/);
    await streamer.getByRole('main').getByRole('link', { name: 'Create account' }).click();
    await register(streamer, anna);
    await expect(streamer).toHaveURL(/\/stream\/create$/);
  });

  test('camera and microphone are tried out first', async () => {
    await expect
      .poll(
        () =>
          streamer
            .getByTestId('local-video')
            .evaluate((video) => (video as HTMLVideoElement).videoWidth),
        { message: 'width of the preview' },
      )
      .toBeGreaterThan(0);
    await expect
      .poll(async () =>
        Number(await streamer.getByTestId('mic-level').getAttribute('aria-valuenow')),
      )
      .toBeGreaterThan(0);
  });

  test('without a title nothing starts, and the field says why', async () => {
    await streamer.getByTestId('go-live').click();
    await expect(streamer.getByLabel('Title')).toHaveAccessibleDescription('Name the broadcast');
    await expect(streamer.getByLabel('Title')).toBeFocused();
    await expect(streamer).toHaveURL(/\/stream\/create$/);
  });

  test('one press later the stream is on the air', async () => {
    room = await goLive(streamer, 'Morning coffee');
    await expect(streamer).toHaveTitle('● Morning coffee · NIO');
    await expect(streamer.getByTestId('viewer-count')).toHaveText('0');
  });

  test('a guest finds it on the home page, a member opens its link', async () => {
    await guest.goto('/');
    await guest.getByTestId('live-card').filter({ hasText: 'Morning coffee' }).click();
    await expect(guest).toHaveURL(room);
    await viewer.goto(room);
    await expect(viewer.getByRole('heading', { level: 1 })).toHaveText('Morning coffee');
  });

  test('both see pictures that move, in the size they are sent, and receive sound', async () => {
    const camera = await cameraSize(streamer);
    expect(camera).toEqual({ width: 640, height: 360 });
    // In the order in which they came in.
    for (const [connection, page] of [guest, viewer].entries()) {
      await expectMovingPicture(page);
      await expect
        .poll(async () => {
          const [seen, sent] = [await seenSize(page), (await sentSizes(streamer))[connection]];
          return { differs: seen.width !== sent?.width || seen.height !== sent.height, seen, sent };
        })
        .toMatchObject({ differs: false });
      const seen = await seenSize(page);
      expect(seen.width / seen.height, 'nothing is cut off or stretched').toBeCloseTo(16 / 9, 1);
    }
  });

  test('everyone sees that two are watching', async () => {
    for (const page of [streamer, viewer, guest]) {
      await expect(page.getByTestId('viewer-count')).toHaveText('2');
    }
  });

  test('the guest hears it at once; whose browser refuses sound is offered it', async () => {
    await expect(guest.getByTestId('remote-video')).toHaveJSProperty('muted', false);

    const video = viewer.getByTestId('remote-video');
    await expect(video).toHaveJSProperty('muted', true);
    await viewer.getByRole('button', { name: 'Tap for sound' }).click();
    await expect(video).toHaveJSProperty('muted', false);
    await expect(video).toHaveJSProperty('paused', false);
  });

  test('what the viewer and the streamer write reaches everyone', async () => {
    await say(viewer, 'Good morning!');
    for (const page of [streamer, viewer, guest]) {
      await expect(line(page, 'Good morning!')).toBeVisible();
    }
    await say(streamer, 'Hello, Boris.');
    for (const page of [streamer, viewer, guest]) {
      await expect(line(page, 'Hello, Boris.')).toBeVisible();
      expect(await chatTexts(page)).toEqual(['Good morning!', 'Hello, Boris.']);
    }
    await expect(guest.getByTestId('chat-list')).toContainText(boris.nickname);
  });

  test('the guest is invited to sign in, and would come back here', async () => {
    await expect(guest.getByTestId('chat-input')).toHaveCount(0);
    const invitation = guest.getByRole('link', { name: 'Sign in to chat' });
    await expect(invitation).toHaveAttribute(
      'href',
      `/login?next=${encodeURIComponent(new URL(room).pathname)}`,
    );
  });

  test('a new title shows up for everyone', async () => {
    await streamer.getByRole('button', { name: 'Edit details' }).click();
    const dialog = streamer.getByRole('dialog');
    await dialog.getByLabel('Title').fill('Second cup');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(dialog).toHaveCount(0);
    for (const page of [streamer, viewer, guest]) {
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Second cup');
    }
  });

  test('a muted microphone is shown to the streamer and not heard by viewers', async () => {
    await streamer.getByRole('button', { name: 'Mute microphone' }).click();
    await expect(streamer.getByText('viewers do not hear you')).toBeVisible();
    // Whatever was on the way has arrived when two measurements in a row are equally silent.
    await expect
      .poll(async () => {
        const before = await inbound(viewer);
        await expect
          .poll(async () => (await inbound(viewer)).audioPackets)
          .toBeGreaterThan(before.audioPackets + 50);
        return (await inbound(viewer)).audioEnergy - before.audioEnergy;
      })
      .toBeLessThan(1e-6);
    const silent = await inbound(viewer);
    await streamer.getByRole('button', { name: 'Unmute microphone' }).click();
    await expect(streamer.getByText('viewers do not hear you')).toHaveCount(0);
    await expect
      .poll(async () => (await inbound(viewer)).audioEnergy)
      .toBeGreaterThan(silent.audioEnergy + 1e-6);
  });

  test('a camera turned off leaves viewers listening, turned on again they see', async () => {
    await streamer.getByRole('button', { name: 'Turn camera off' }).click();
    await expect(streamer.getByText('Camera is off')).toBeVisible();
    for (const page of [viewer, guest]) {
      await expect(page.getByText('Camera is off, listen in')).toBeVisible();
    }
    await streamer.getByRole('button', { name: 'Turn camera on' }).click();
    for (const page of [viewer, guest]) await expectMovingPicture(page);
  });

  test('the streamer reloads the page, and the picture comes back by itself', async () => {
    const before = await inbound(viewer);
    const asked: string[] = [];
    streamer.once('dialog', (dialog) => {
      asked.push(dialog.type());
      void dialog.accept();
    });
    await streamer.reload();
    expect(asked, 'the browser asked first').toEqual(['beforeunload']);
    await expect(streamer.getByTestId('room-state')).toHaveAttribute('data-state', 'on-air');
    for (const page of [viewer, guest]) {
      await expect
        .poll(async () => (await inbound(page)).connection)
        .toBeGreaterThan(before.connection);
      await expectMovingPicture(page);
    }
    await expect(streamer.getByTestId('viewer-count')).toHaveText('2');
    expect(await chatTexts(streamer)).toEqual(['Good morning!', 'Hello, Boris.']);
  });

  test('another page of the streamer may watch and chat without taking over', async () => {
    const second = await streamer.context().newPage();
    await second.goto(room);
    await expect(second.getByText('You are live from elsewhere')).toBeVisible();
    await second.getByTestId('watch-own').click();
    await expectMovingPicture(second);
    await say(second, 'Written next to OBS.');
    await expect(line(viewer, 'Written next to OBS.')).toBeVisible();
    await expect(streamer.getByTestId('room-state')).toHaveAttribute('data-state', 'on-air');
    await second.close();
    await expect(streamer.getByTestId('viewer-count')).toHaveText('2');
  });

  test('ending asks first, by name', async () => {
    await streamer.getByTestId('end-stream').click();
    const dialog = streamer.getByRole('dialog', { name: 'End “Second cup”?' });
    await expect(dialog).toContainText('2 viewers are watching now');
    await dialog.getByRole('button', { name: 'Stay live' }).click();
    await expect(dialog).toHaveCount(0);
    await expectMovingPicture(viewer);
  });

  test('after the end everyone sees that it is over, and the streamer how it was', async () => {
    await endBroadcast(streamer);
    for (const page of [viewer, guest]) {
      await expect(page.getByTestId('stream-ended')).toContainText('The broadcast is over');
      await expect(page.getByTestId('stream-ended')).toContainText('Second cup');
    }
    const summary = streamer.getByTestId('stream-ended');
    await expect(summary).toContainText('The broadcast is over');
    await expect(fact(summary, 'Most viewers at once')).toHaveText('3');
    await expect(fact(summary, 'Chat messages')).toHaveText('3');
    await expect(fact(summary, 'Duration')).toHaveText(/^\d+:\d\d/);
  });

  test('the home page lists it among those that ended', async () => {
    await guest.getByTestId('stream-ended').getByRole('link', { name: 'Go to home' }).click();
    await expect(guest.getByTestId('live-card').filter({ hasText: 'Second cup' })).toHaveCount(0);
    await expect(
      guest.getByRole('link', { name: `Second cup. ${anna.nickname}, ended` }),
    ).toBeVisible();
  });
});

function fact(summary: ReturnType<Page['getByTestId']>, name: string) {
  return summary
    .locator('div', { has: summary.page().getByText(name, { exact: true }) })
    .last()
    .locator('dd');
}

test('When the streamer closes the tab, viewers are told at once and the stream ends after the grace', async ({
  browser,
  nio,
}) => {
  const studio = await openContext(browser);
  const anna = await registered(studio, 'anna', nio.url);
  const streamer = await studio.newPage();
  await streamer.goto('/stream/create');
  const room = await goLive(streamer, 'Short visit');
  const context = await openContext(browser);
  const guest = await context.newPage();
  await guest.goto(room);
  await expectMovingPicture(guest);

  await streamer.close();

  await expect(guest.getByTestId('streamer-away')).toContainText(
    `${anna.nickname} will be back in a moment`,
  );
  const ended = guest.getByTestId('stream-ended');
  await expect(ended).toContainText(`${anna.nickname} lost the connection`);
  await expect(fact(ended, 'Most viewers at once')).toHaveText('1');
  await studio.close();
  await context.close();
});
