import { LIMITS, type FieldError } from '@nio/sdk';

/** What is wrong with a field: a key under `auth.field` or `auth`, and the numbers its text names. */
export interface Complaint {
  readonly key:
    | 'field.required'
    | 'field.email'
    | 'field.emailLong'
    | 'field.nicknameSize'
    | 'field.nicknamePattern'
    | 'field.passwordShort'
    | 'field.passwordLong'
    | 'field.passwordPersonal'
    | 'field.passwordCommon'
    | 'field.passwordWrong'
    | 'field.size'
    | 'field.invalid'
    | 'email_taken'
    | 'nickname_taken';
  readonly min?: number;
  readonly max?: number;
}

/** Something has to be there. */
export function checkFilled(value: string): Complaint | null {
  return value === '' ? { key: 'field.required' } : null;
}

/** An address, as far as that can be told without sending a letter. */
export function checkEmail(value: string): Complaint | null {
  if (value.trim() === '') return { key: 'field.required' };
  if (!/^\S+@\S+\.\S+$/.test(value.trim())) return { key: 'field.email' };
  return value.length > LIMITS.emailMax ? { key: 'field.emailLong', max: LIMITS.emailMax } : null;
}

/** A name to be seen by. */
export function checkNickname(value: string): Complaint | null {
  if (value.trim() === '') return { key: 'field.required' };
  if (!LIMITS.nicknamePattern.test(value)) return { key: 'field.nicknamePattern' };
  return value.length < LIMITS.nicknameMin || value.length > LIMITS.nicknameMax
    ? { key: 'field.nicknameSize', min: LIMITS.nicknameMin, max: LIMITS.nicknameMax }
    : null;
}

/** Whose password it will be, as far as known. */
export interface PasswordOwner {
  readonly nickname?: string;
  readonly email?: string | null;
}

/** A new password: long enough, and not one's own name. What it is made of is free. */
export function checkNewPassword(
  value: string,
  owner: PasswordOwner = {},
  min: number = LIMITS.passwordMin,
): Complaint | null {
  if (value === '') return { key: 'field.required' };
  const length = passwordLength(value);
  if (length < min) return { key: 'field.passwordShort', min };
  if (length > LIMITS.passwordMax) return { key: 'field.passwordLong', max: LIMITS.passwordMax };
  return containsName(value, owner) ? { key: 'field.passwordPersonal' } : null;
}

/** Counted as the server does: code points, not the units they are stored in. */
export function passwordLength(value: string): number {
  return Array.from(value.normalize('NFC')).length;
}

/** What the server said of a field, in the words of the forms. */
export function serverComplaint({ field, error, min, max }: FieldError): Complaint {
  const range = {
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
  };
  switch (error) {
    case 'required':
      return { key: 'field.required' };
    case 'email':
      return { key: 'field.email' };
    case 'pattern':
      return { key: field === 'nickname' ? 'field.nicknamePattern' : 'field.invalid' };
    case 'size':
      return min === undefined || max === undefined
        ? { key: 'field.invalid' }
        : { key: 'field.size', ...range };
    case 'too_common':
      return { key: 'field.passwordCommon' };
    case 'contains_name':
      return { key: 'field.passwordPersonal' };
    case 'wrong':
      return { key: 'field.passwordWrong' };
    default:
      return { key: 'field.invalid' };
  }
}

/** Names of three letters are in half of all words; the server starts counting there too. */
const SHORTEST_NAME = 3;

function containsName(password: string, { email, nickname }: PasswordOwner): boolean {
  const lower = password.toLowerCase();
  return [nickname ?? '', email?.split('@')[0] ?? ''].some(
    (name) => name.length >= SHORTEST_NAME && lower.includes(name.toLowerCase()),
  );
}
