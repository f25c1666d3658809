import { expect, type Page } from '@playwright/test';

/** Buys a package with test money in the wallet's page. `price` as the page writes it. */
export async function buy(page: Page, baseURL: string, price: string): Promise<void> {
  await page.goto(`${baseURL}/wallet`);
  await page
    .getByTestId('buy-coins')
    .locator('label')
    .filter({ has: page.getByText(price, { exact: true }) })
    .click();
  await page.getByTestId('pay').click();
  await expect(page.getByTestId('payment-result')).toHaveAttribute('data-outcome', 'paid');
}

/** Gives gifts in a room, one press each, and sees them paid for. `left`: coins the giver then has, as the tray writes them. */
export async function give(
  page: Page,
  room: string,
  gifts: readonly string[],
  left: string,
): Promise<void> {
  await page.goto(room);
  await page.getByTestId('gifts-bar').click();
  for (const gift of gifts) {
    const button = page.getByTestId(`gift-${gift}`);
    await expect(button).toHaveAttribute('data-short', 'false');
    await button.click();
  }
  await expect(page.getByTestId('tray-balance').locator('[aria-hidden=true]').last()).toHaveText(
    left,
  );
}
