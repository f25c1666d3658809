import { describe, expect, test } from 'vitest';
import {
  checkEmail,
  checkFilled,
  checkNewPassword,
  checkNickname,
  passwordLength,
  serverComplaint,
} from './validate';

test.each([
  ['anna@example.com', null],
  [' anna@example.com ', null],
  ['   ', 'field.required'],
  ['anna@', 'field.email'],
  [`${'a'.repeat(250)}@example.com`, 'field.emailLong'],
])('the address %j: %s', (value, key) => {
  expect(checkEmail(value)?.key ?? null).toBe(key);
});

test.each([
  ['', 'field.required'],
  ['an', 'field.nicknameSize'],
  ['a'.repeat(21), 'field.nicknameSize'],
  ['анна', 'field.nicknamePattern'],
  ['Anna_99', null],
])('the nickname %j: %s', (value, key) => {
  expect(checkNickname(value)?.key ?? null).toBe(key);
});

describe('a new password', () => {
  const anna = { email: 'ann.k@example.com', nickname: 'anna_k' };

  test.each([
    ['', 'field.required'],
    ['12345678901234', 'field.passwordShort'],
    ['x'.repeat(129), 'field.passwordLong'],
    ['my-ANNA_K-is-secret', 'field.passwordPersonal'],
    ['nobody-is-ann.k-here', 'field.passwordPersonal'],
    ['correct-horse-battery', null],
    ['only small letters', null],
    ['               ', null],
  ])('%j: %s', (value, key) => {
    expect(checkNewPassword(value, anna)?.key ?? null).toBe(key);
  });

  test('is as long as this server wants it', () => {
    expect(checkNewPassword('correct-horse-battery', anna, 30)).toEqual({
      key: 'field.passwordShort',
      min: 30,
    });
  });

  test.each([
    ['кошка', 5],
    ['🐈🐈', 2],
    ['й', 1],
  ])('%j has %i characters, however they are stored', (value, length) => {
    expect(passwordLength(value)).toBe(length);
  });
});

test('an old password is only to be there: rules may have been others', () => {
  expect(checkFilled('x')).toBeNull();
  expect(checkFilled('')).toEqual({ key: 'field.required' });
});

test.each([
  [
    { field: 'nickname', error: 'size', detail: '', min: 3, max: 20 },
    { key: 'field.size', min: 3, max: 20 },
  ],
  [{ field: 'nickname', error: 'pattern', detail: '' }, { key: 'field.nicknamePattern' }],
  [{ field: 'password', error: 'too_common', detail: '' }, { key: 'field.passwordCommon' }],
  [{ field: 'password', error: 'contains_name', detail: '' }, { key: 'field.passwordPersonal' }],
  [{ field: 'currentPassword', error: 'wrong', detail: '' }, { key: 'field.passwordWrong' }],
  [{ field: 'email', error: 'email', detail: '' }, { key: 'field.email' }],
  [{ field: 'email', error: 'from_the_future', detail: '' }, { key: 'field.invalid' }],
])('the server says %j', (error, complaint) => {
  expect(serverComplaint(error)).toEqual(complaint);
});
