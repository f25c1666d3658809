import { NioError } from '@nio/sdk';
import { useState, type SubmitEvent } from 'react';
import {
  checkField,
  serverComplaint,
  type AuthField,
  type AuthValues,
  type Complaint,
} from './validate';

/** A form that keeps what was typed and complains about a field only after it was left once. */
export interface AuthForm {
  readonly values: AuthValues;
  readonly complaints: Readonly<Partial<Record<AuthField, Complaint>>>;
  /** What went wrong besides the fields; `null` when nothing did. */
  readonly failure: unknown;
  readonly sending: boolean;
  readonly change: (field: AuthField, value: string) => void;
  readonly leave: (field: AuthField) => void;
  readonly submit: (event: SubmitEvent<HTMLFormElement>) => void;
}

const TAKEN: Readonly<Record<string, AuthField>> = {
  email_taken: 'email',
  nickname_taken: 'nickname',
};

/**
 * @param fields the fields to fill in, in their order
 * @param check whether to hold them against the rules, as registration does; sign-in only wants them filled
 * @param send what the form is for; rejects with `NioError`
 */
export function useAuthForm(
  fields: readonly AuthField[],
  check: boolean,
  send: (values: AuthValues) => Promise<void>,
): AuthForm {
  const [values, setValues] = useState<AuthValues>({ email: '', password: '', nickname: '' });
  const [left, setLeft] = useState<ReadonlySet<AuthField>>(new Set());
  const [refused, setRefused] = useState<Partial<Record<AuthField, Complaint>>>({});
  const [failure, setFailure] = useState<unknown>(null);
  const [sending, setSending] = useState(false);

  const complaintOf = (field: AuthField): Complaint | null => {
    if (check) return checkField(field, values);
    return values[field] === '' ? { key: 'field.required' } : null;
  };

  const complaints: Partial<Record<AuthField, Complaint>> = {};
  for (const field of fields) {
    const complaint = refused[field] ?? (left.has(field) ? complaintOf(field) : null);
    if (complaint) complaints[field] = complaint;
  }

  const submit = async (form: HTMLFormElement): Promise<void> => {
    setLeft(new Set(fields));
    const wrong = fields.find((field) => complaintOf(field) !== null);
    if (wrong !== undefined) {
      focusField(form, wrong);
      return;
    }
    setSending(true);
    setFailure(null);
    setRefused({});
    try {
      await send(values);
    } catch (cause) {
      const found = refusals(cause, fields);
      setRefused(found);
      const first = fields.find((field) => found[field]);
      if (first === undefined) setFailure(cause);
      else focusField(form, first);
    } finally {
      setSending(false);
    }
  };

  return {
    values,
    complaints,
    failure,
    sending,
    change: (field, value) => {
      setValues((before) => ({ ...before, [field]: value }));
      setRefused((before) => ({ ...before, [field]: undefined }));
    },
    leave: (field) => {
      // Passing through an empty field with Tab is no mistake yet.
      if (values[field] !== '') setLeft((before) => new Set(before).add(field));
    },
    submit: (event) => {
      event.preventDefault();
      if (!sending) void submit(event.currentTarget);
    },
  };
}

function refusals(
  cause: unknown,
  fields: readonly AuthField[],
): Partial<Record<AuthField, Complaint>> {
  if (!(cause instanceof NioError)) return {};
  const taken = TAKEN[cause.error];
  if (taken !== undefined) return { [taken]: { key: cause.error as Complaint['key'] } };
  return Object.fromEntries(
    cause.fields
      .filter(({ field }) => fields.some((known) => known === field))
      .map((error) => [error.field, serverComplaint(error)]),
  );
}

function focusField(form: HTMLFormElement, field: AuthField): void {
  const input = form.elements.namedItem(field);
  if (input instanceof HTMLElement) input.focus();
}
