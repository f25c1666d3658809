import { accountButton, newcomer, passwordField, register, registered, signIn } from '../support/people';
import { goLive } from '../support/room';
import { expect, test } from '../support/test';

test.describe('Registration', () => {
  test('complains at each field and keeps what was typed', async ({ page }) => {
    await page.goto('/register');
    await register(page, { nickname: 'анна', email: 'anna', password: 'short' });
    const nickname = page.getByLabel('Nickname');
    const email = page.getByLabel('E-mail');
    const password = passwordField(page);
    await expect(nickname).toHaveAccessibleDescription(/Only Latin letters, digits and _/);
    await expect(email).toHaveAccessibleDescription(/An address looks like name@example.com/);
    await expect(password).toHaveAccessibleDescription(/At least 15 characters/);
    for (const field of [nickname, email, password]) {
      await expect(field).toHaveAttribute('aria-invalid', 'true');
    }
    await expect(nickname).toHaveValue('анна');
    await expect(email).toHaveValue('anna');
    await expect(password).toHaveValue('short');
    await expect(nickname, 'the first wrong field').toBeFocused();
  });

  test('does not complain about a field before it was left', async ({ page }) => {
    await page.goto('/register');
    const email = page.getByLabel('E-mail');
    await email.pressSequentially('an');
    await expect(email).not.toHaveAttribute('aria-invalid', 'true');
    await email.blur();
    await expect(email).toHaveAttribute('aria-invalid', 'true');
    await email.fill('anna@example.com');
    await expect(email).not.toHaveAttribute('aria-invalid', 'true');
  });

  test('says what the server alone can know: a password everybody uses', async ({ page }) => {
    const account = { ...newcomer('anna'), password: 'password1password1' };
    await page.goto('/register');
    await register(page, account);
    const password = passwordField(page);
    await expect(password).toHaveAccessibleDescription(/too easy to guess/);
    await expect(password).toHaveValue('password1password1');
    await expect(page.getByLabel('E-mail')).toHaveValue(account.email);
  });

  test('tells of a taken nickname and a taken e-mail at the field', async ({
    page,
    browser,
    nio,
  }) => {
    const other = await browser.newContext();
    const taken = await registered(other, 'anna', nio.url);
    await other.close();
    const account = newcomer('vera');
    await page.goto('/register');

    await register(page, { ...account, nickname: taken.nickname });
    await expect(page.getByLabel('Nickname')).toHaveAccessibleDescription(/nickname is taken/);
    await expect(page.getByLabel('E-mail')).toHaveValue(account.email);

    await register(page, { ...account, email: taken.email });
    await expect(page.getByLabel('E-mail')).toHaveAccessibleDescription(
      /There is an account with this e-mail/,
    );
    await expect(page.getByLabel('Nickname')).toHaveValue(account.nickname);

    await register(page, account);
    await expect(page).toHaveURL('/');
    await expect(accountButton(page)).toContainText(account.nickname);
  });
});

test.describe('Sign-in', () => {
  test('with a wrong password says so and keeps what was typed', async ({ page, context, nio }) => {
    const account = await registered(context, 'anna', nio.url);
    await context.clearCookies();
    await page.goto('/login');
    await signIn(page, { email: account.email, password: 'not the password' });
    await expect(page.getByRole('alert')).toHaveText('Wrong e-mail or password.');
    await expect(page.getByLabel('E-mail')).toHaveValue(account.email);
    await expect(passwordField(page)).toHaveValue('not the password');

    await signIn(page, account);
    await expect(accountButton(page)).toContainText(account.nickname);
  });

  test('says the same of an account that does not exist', async ({ page }) => {
    await page.goto('/login');
    await signIn(page, newcomer('nobody'));
    await expect(page.getByRole('alert')).toHaveText('Wrong e-mail or password.');
  });

  test('leads back to where the person was', async ({ page, browser, nio }) => {
    const studio = await browser.newContext();
    await registered(studio, 'anna', nio.url);
    const streamer = await studio.newPage();
    await streamer.goto('/stream/create');
    const room = await goLive(streamer, 'Come in');

    const boris = newcomer('boris');
    await page.goto(room);
    await page.getByRole('link', { name: 'Sign in to chat' }).click();
    await page.getByRole('main').getByRole('link', { name: 'Create account' }).click();
    await register(page, boris);
    await expect(page).toHaveURL(room);
    await expect(page.getByTestId('chat-input')).toBeEditable();
    await studio.close();
  });

  test('leads nowhere else, whatever the link says', async ({ page, context, nio }) => {
    const account = await registered(context, 'anna', nio.url);
    await context.clearCookies();
    await page.goto('/login?next=//example.com/');
    await signIn(page, account);
    await expect(page).toHaveURL(`${nio.url}/`);
  });
});

test.describe('A session', () => {
  test('survives a reload, and script cannot read what keeps it', async ({
    page,
    context,
    nio,
  }) => {
    const account = await registered(context, 'anna', nio.url);
    await page.goto('/');
    await expect(accountButton(page)).toContainText(account.nickname);
    await page.reload();
    await expect(accountButton(page)).toContainText(account.nickname);
    const cookies = await context.cookies();
    expect(cookies.length).toBeGreaterThan(0);
    for (const cookie of cookies) {
      expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict' });
    }
    expect(await page.evaluate(() => document.cookie)).toBe('');
  });

  test('survives two tabs that refresh it at once', async ({ context, nio }) => {
    const account = await registered(context, 'anna', nio.url);
    const tabs = [await context.newPage(), await context.newPage()];
    await Promise.all(tabs.map((tab) => tab.goto('/')));
    await Promise.all(tabs.map((tab) => tab.reload()));
    for (const tab of tabs) await expect(accountButton(tab)).toContainText(account.nickname);
    // Had one of the two used up the other's token, the next refresh would end the session.
    await Promise.all(tabs.map((tab) => tab.reload()));
    for (const tab of tabs) await expect(accountButton(tab)).toContainText(account.nickname);
  });

  test('ends in every tab when one signs out', async ({ page, context, nio }) => {
    const account = await registered(context, 'anna', nio.url);
    const other = await context.newPage();
    await page.goto('/');
    await other.goto('/');
    await expect(accountButton(other)).toContainText(account.nickname);

    await accountButton(page).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click();

    await expect(accountButton(page)).toContainText('Sign in');
    await expect(accountButton(other)).toContainText('Sign in');
    await other.reload();
    await expect(accountButton(other)).toContainText('Sign in');
  });
});
