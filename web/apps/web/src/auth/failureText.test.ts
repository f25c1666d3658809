import { NioError } from '@nio/sdk';
import i18next from 'i18next';
import { expect, test } from 'vitest';
import { formatFor } from '../i18n/format';
import '../testing/render';
import { endedText, failureText, problemText } from './failureText';
import { knownProvider, providerName } from './providers';

const t = i18next.t;

test.each([
  ['link_expired', 410, 'This link has expired or was used already.'],
  ['invalid_credentials', 401, 'Wrong e-mail or password.'],
  ['offline', 0, 'No connection to the server. Check the internet and try again.'],
  ['from_the_future', 400, 'It did not work. Try again.'],
])('%s', (error, status, text) => {
  expect(failureText(new NioError({ error, status }), t, formatFor('en'))).toBe(text);
});

test.each([
  ['', null],
  [
    'problem=cancelled&provider=google',
    'You cancelled signing in with Google. Try again or choose another way.',
  ],
  [
    'problem=wrong_account&provider=twitter',
    'That was another X account. Choose the one linked here.',
  ],
  [
    'problem=anything&provider=%3Cb%3E',
    'Signing in with the other service did not work. Try again or choose another way.',
  ],
])('the address says %j', (query, text) => {
  expect(problemText(new URLSearchParams(query), t)).toBe(text);
});

test.each([
  ['ended_by_user', 'This device was signed out from another one.'],
  ['toString', 'Your session is over. Sign in again.'],
])('a session that ended by %s', (reason, text) => {
  expect(endedText(reason, t)).toBe(text);
});

test.each([
  ['google', 'google', 'Google'],
  ['toString', null, 'toString'],
  ['github', null, 'github'],
])('the provider %s', (word, known, name) => {
  expect(knownProvider(word)).toBe(known);
  expect(providerName(word)).toBe(name);
});
