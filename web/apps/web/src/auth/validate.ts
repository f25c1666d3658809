import { LIMITS, type FieldError } from '@nio/sdk';

/** The fields of sign-in and registration. */
export type AuthField = 'email' | 'password' | 'nickname';

/** What is in the fields. */
export type AuthValues = Readonly<Record<AuthField, string>>;

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
    | 'field.size'
    | 'field.invalid'
    | 'email_taken'
    | 'nickname_taken';
  readonly min?: number;
  readonly max?: number;
}

/** Checks one field as the server will. */
export function checkField(field: AuthField, values: AuthValues): Complaint | null {
  const value = values[field];
  if (value.trim() === '') return { key: 'field.required' };
  switch (field) {
    case 'email':
      if (!/^\S+@\S+\.\S+$/.test(value.trim())) return { key: 'field.email' };
      return value.length > LIMITS.emailMax
        ? { key: 'field.emailLong', max: LIMITS.emailMax }
        : null;
    case 'nickname':
      if (!LIMITS.nicknamePattern.test(value)) return { key: 'field.nicknamePattern' };
      return value.length < LIMITS.nicknameMin || value.length > LIMITS.nicknameMax
        ? { key: 'field.nicknameSize', min: LIMITS.nicknameMin, max: LIMITS.nicknameMax }
        : null;
    case 'password':
      if (value.length < LIMITS.passwordMin) {
        return { key: 'field.passwordShort', min: LIMITS.passwordMin };
      }
      if (value.length > LIMITS.passwordMax) {
        return { key: 'field.passwordLong', max: LIMITS.passwordMax };
      }
      return containsName(value, values) ? { key: 'field.passwordPersonal' } : null;
  }
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
    default:
      return { key: 'field.invalid' };
  }
}

/** Names of three letters are in half of all words; the server starts counting there too. */
const SHORTEST_NAME = 3;

function containsName(password: string, { email, nickname }: AuthValues): boolean {
  const lower = password.toLowerCase();
  return [nickname, email.split('@')[0] ?? ''].some(
    (name) => name.length >= SHORTEST_NAME && lower.includes(name.toLowerCase()),
  );
}
