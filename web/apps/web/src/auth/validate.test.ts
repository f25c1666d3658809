import { expect, test } from 'vitest';
import { checkField, serverComplaint, type AuthField } from './validate';

const values = { email: 'anna@example.com', password: 'correct-horse-battery', nickname: 'anna_k' };

test.each<[AuthField, string, string | null]>([
  ['email', 'anna@example.com', null],
  ['email', ' anna@example.com ', null],
  ['email', '   ', 'field.required'],
  ['email', 'anna@', 'field.email'],
  ['email', `${'a'.repeat(250)}@example.com`, 'field.emailLong'],
  ['nickname', 'an', 'field.nicknameSize'],
  ['nickname', 'a'.repeat(21), 'field.nicknameSize'],
  ['nickname', 'анна', 'field.nicknamePattern'],
  ['nickname', 'Anna_99', null],
  ['password', '12345678901234', 'field.passwordShort'],
  ['password', 'x'.repeat(129), 'field.passwordLong'],
  ['password', 'my-ANNA_K-secret', 'field.passwordPersonal'],
  ['password', 'correct-horse-battery', null],
])('%s %j: %s', (field, value, key) => {
  expect(checkField(field, { ...values, [field]: value })?.key ?? null).toBe(key);
});

test.each([
  [
    { field: 'nickname', error: 'size', detail: '', min: 3, max: 20 },
    { key: 'field.size', min: 3, max: 20 },
  ],
  [{ field: 'nickname', error: 'pattern', detail: '' }, { key: 'field.nicknamePattern' }],
  [{ field: 'password', error: 'too_common', detail: '' }, { key: 'field.passwordCommon' }],
  [{ field: 'password', error: 'contains_name', detail: '' }, { key: 'field.passwordPersonal' }],
  [{ field: 'email', error: 'email', detail: '' }, { key: 'field.email' }],
  [{ field: 'email', error: 'from_the_future', detail: '' }, { key: 'field.invalid' }],
])('the server says %j', (error, complaint) => {
  expect(serverComplaint(error)).toEqual(complaint);
});
