import { NioError } from '@nio/sdk';
import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { serverComplaint, type Complaint } from './validate';

type Values<F extends string> = Readonly<Record<F, string>>;

/** A form that keeps what was typed and complains about a field only after it was left once. */
export interface Form<F extends string> {
  readonly values: Values<F>;
  /** What went wrong besides the fields; `null` when nothing did. */
  readonly failure: unknown;
  readonly sending: boolean;
  /** Of one field, for the library's inputs. */
  readonly field: (name: F) => {
    readonly name: F;
    readonly value: string;
    readonly error: string | undefined;
    readonly 'aria-invalid': boolean;
    readonly onChange: (event: { currentTarget: { value: string } }) => void;
    readonly onBlur: () => void;
    readonly size: 'md';
    readonly required: true;
    readonly withAsterisk: false;
  };
  readonly submit: (event: SubmitEvent<HTMLFormElement>) => void;
}

/** What a form is about. */
export interface FormOptions<F extends string> {
  /** The fields to fill in, in their order. */
  readonly fields: readonly F[];
  /** What is wrong with a field before anything is sent. */
  readonly check: (field: F, values: Values<F>) => Complaint | null;
  /** What the form is for; rejects with `NioError`. */
  readonly send: (values: Values<F>) => Promise<void>;
  /** Refusals that belong to a field although the server does not name it. */
  readonly places?: Readonly<Record<string, { field: F; complaint: Complaint }>>;
}

export function useForm<F extends string>({
  fields,
  check,
  send,
  places = {},
}: FormOptions<F>): Form<F> {
  const { t } = useTranslation();
  const [values, setValues] = useState(
    () => Object.fromEntries(fields.map((field) => [field, ''])) as Values<F>,
  );
  const [left, setLeft] = useState<ReadonlySet<F>>(new Set());
  const [refused, setRefused] = useState<Partial<Record<F, Complaint>>>({});
  const [failure, setFailure] = useState<unknown>(null);
  const [sending, setSending] = useState(false);

  const submit = async (form: HTMLFormElement): Promise<void> => {
    setLeft(new Set(fields));
    const wrong = fields.find((field) => check(field, values) !== null);
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
      const found = refusals(cause, fields, places);
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
    failure,
    sending,
    field: (name) => {
      const complaint = refused[name] ?? (left.has(name) ? check(name, values) : null);
      return {
        name,
        value: values[name],
        error: complaint ? t(`auth.${complaint.key}`, { ...complaint }) : undefined,
        // The library's password field leaves this out.
        'aria-invalid': complaint !== null,
        onChange: ({ currentTarget: { value } }) => {
          setValues((before) => ({ ...before, [name]: value }));
          setRefused((before) => ({ ...before, [name]: undefined }));
        },
        onBlur: () => {
          // Passing through an empty field with Tab is no mistake yet.
          if (values[name] !== '') setLeft((before) => new Set(before).add(name));
        },
        size: 'md',
        required: true,
        withAsterisk: false,
      };
    },
    submit: (event) => {
      event.preventDefault();
      if (!sending) void submit(event.currentTarget);
    },
  };
}

function refusals<F extends string>(
  cause: unknown,
  fields: readonly F[],
  places: NonNullable<FormOptions<F>['places']>,
): Partial<Record<F, Complaint>> {
  if (!(cause instanceof NioError)) return {};
  const place = places[cause.error];
  if (place !== undefined)
    return { [place.field]: place.complaint } as Partial<Record<F, Complaint>>;
  return Object.fromEntries(
    cause.fields
      .filter(({ field }) => fields.some((known) => known === field))
      .map((error) => [error.field, serverComplaint(error)]),
  ) as Partial<Record<F, Complaint>>;
}

function focusField(form: HTMLFormElement, field: string): void {
  const input = form.elements.namedItem(field);
  if (input instanceof HTMLElement) input.focus();
}
