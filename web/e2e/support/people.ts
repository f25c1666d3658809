import { randomBytes } from 'node:crypto';
import { expect, type BrowserContext, type Page } from '@playwright/test';

/** Somebody with an account. */
export interface Account {
  readonly nickname: string;
  readonly email: string;
  readonly password: string;
}

/** The first administrator of a server started with {@link WITH_ADMIN}. */
export const ADMIN = { email: 'admin@example.com', password: 'administrators use long ones' };

/** Settings that make {@link ADMIN}. */
export const WITH_ADMIN = { ADMIN_EMAIL: ADMIN.email, ADMIN_PASSWORD: ADMIN.password };

/** An account nobody else has. `name` makes the test readable. */
export function newcomer(name: string): Account {
  const nickname = `${name}_${randomBytes(3).toString('hex')}`;
  return { nickname, email: `${nickname}@example.com`, password: 'correct horse battery' };
}

/** Creates an account past the form and leaves its session in the context. */
export async function registered(
  context: BrowserContext,
  name: string,
  baseURL: string,
): Promise<Account> {
  const account = newcomer(name);
  const response = await context.request.post(`${baseURL}/api/auth/register`, { data: account });
  expect(response.status(), await response.text()).toBe(201);
  return account;
}

/** The password to sign in or register with. By its name: on the sign-in page the choice of the way is called so, too. */
export function passwordField(page: Page) {
  return page.locator('input[name=password]');
}

/** Fills in the registration form and sends it. */
export async function register(page: Page, account: Account): Promise<void> {
  await page.getByLabel('Nickname').fill(account.nickname);
  await page.getByLabel('E-mail').fill(account.email);
  await passwordField(page).fill(account.password);
  await page.getByRole('button', { name: 'Create account' }).click();
}

/** Fills in the sign-in form and sends it. */
export async function signIn(
  page: Page,
  { email, password }: Pick<Account, 'email' | 'password'>,
): Promise<void> {
  await page.getByLabel('E-mail').fill(email);
  await passwordField(page).fill(password);
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
}

/** Who the page says is signed in. */
export function accountButton(page: Page) {
  return page.getByRole('navigation').locator('button[aria-haspopup="dialog"]');
}
