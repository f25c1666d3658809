import { expect, type Locator, type Page } from '@playwright/test';

/** From the going-live page to the studio. Returns the address of the room. */
export async function goLive(page: Page, title: string): Promise<string> {
  await page.getByLabel('Title').fill(title);
  await page.getByTestId('go-live').click();
  await expect(page.getByTestId('room-state')).toHaveAttribute('data-state', 'on-air');
  return page.url();
}

/** Writes into the chat and sends it. */
export async function say(page: Page, text: string): Promise<void> {
  await page.getByTestId('chat-input').fill(text);
  await page.getByTestId('chat-send').click();
}

/** A line of the chat. */
export function line(page: Page, text: string): Locator {
  return page.getByTestId('chat-list').getByText(text, { exact: true });
}

/** All texts of the chat, top to bottom. */
export async function chatTexts(page: Page): Promise<string[]> {
  return page
    .getByTestId('chat-list')
    .locator('[data-mine]')
    .evaluateAll((lines) =>
      lines.map((it) => it.querySelector('[class*="text"]')?.textContent ?? ''),
    );
}

/** The studio's own question before the broadcast ends, answered with yes. */
export async function endBroadcast(page: Page): Promise<void> {
  await page.getByTestId('end-stream').click();
  await page.getByRole('dialog').getByRole('button', { name: 'End the broadcast' }).click();
}
