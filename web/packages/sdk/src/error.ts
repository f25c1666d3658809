import type { FieldError } from './model.js';

/**
 * Anything a NIO server or the way to it refused. `error` is the stable code of the protocol (`email_taken`,
 * `too_many_requests` …) or one of ours: `offline` when no answer came at all, `timeout` when an acknowledgement did not
 * come in time, `unexpected` when the answer was not one of the protocol.
 */
export class NioError extends Error {
  override readonly name = 'NioError';
  /** Stable code for programs. */
  readonly error: string;
  /** HTTP status; 0 when there was none (socket, no network). */
  readonly status: number;
  /** One English sentence for people. */
  readonly detail: string;
  /** Fields that were not accepted; empty unless `error` is `validation_failed`. */
  readonly fields: readonly FieldError[];
  /** How long to wait before trying again, when the server said so. */
  readonly retryAfterMs: number | null;
  /** The live stream that stands in the way, with `already_live`. */
  readonly streamId: string | null;
  /** How many coins or beans there are too few, with `insufficient_coins` and `insufficient_beans`. */
  readonly missing: number | null;
  /** The least there may be, with `below_minimum`. */
  readonly min: number | null;
  /** Id of this failure in the server's log, with `internal`. */
  readonly incident: string | null;
  /** When what is forbidden now will be allowed, with `timed_out`. */
  readonly until: string | null;
  /** For how long one must have followed to write, with `followers_only`. */
  readonly minutes: number | null;
  /** How this session can prove itself anew, with `reauthentication_required`: `password` or a provider. */
  readonly methods: readonly string[];

  constructor(init: {
    error: string;
    status?: number;
    detail?: string;
    fields?: readonly FieldError[];
    retryAfterMs?: number | null;
    streamId?: string | null;
    missing?: number | null;
    min?: number | null;
    incident?: string | null;
    until?: string | null;
    minutes?: number | null;
    methods?: readonly string[];
    cause?: unknown;
  }) {
    super(init.detail ?? init.error, { cause: init.cause });
    this.error = init.error;
    this.status = init.status ?? 0;
    this.detail = init.detail ?? '';
    this.fields = init.fields ?? [];
    this.retryAfterMs = init.retryAfterMs ?? null;
    this.streamId = init.streamId ?? null;
    this.missing = init.missing ?? null;
    this.min = init.min ?? null;
    this.incident = init.incident ?? null;
    this.until = init.until ?? null;
    this.minutes = init.minutes ?? null;
    this.methods = init.methods ?? [];
  }

  /** No answer came: the network or the server is away. */
  static offline(cause?: unknown): NioError {
    return new NioError({ error: 'offline', detail: 'The server did not answer.', cause });
  }

  /** Any failure as one of ours; what is none is `unexpected`. */
  static of(cause: unknown): NioError {
    return cause instanceof NioError ? cause : new NioError({ error: 'unexpected', cause });
  }

  /** Reads a `application/problem+json` body, or makes the best of another one. */
  static fromProblem(body: unknown, response: Response): NioError {
    const problem = isRecord(body) ? body : {};
    const afterSeconds = Number(response.headers.get('Retry-After') ?? Number.NaN);
    return new NioError({
      error: text(problem['error']) ?? (response.status === 401 ? 'unauthorized' : 'unexpected'),
      status: response.status,
      detail: text(problem['detail']) ?? `${response.status} ${response.statusText}`.trim(),
      fields: Array.isArray(problem['errors']) ? problem['errors'].flatMap(fieldError) : [],
      retryAfterMs:
        count(problem['retryAfterMs']) ??
        (Number.isFinite(afterSeconds) ? afterSeconds * 1000 : null),
      streamId: text(problem['streamId']),
      missing: count(problem['missing']),
      min: count(problem['min']),
      incident: text(problem['incident']),
      methods: Array.isArray(problem['methods'])
        ? problem['methods'].filter((method) => typeof method === 'string')
        : [],
    });
  }
}

function fieldError(value: unknown): FieldError[] {
  if (!isRecord(value)) return [];
  const field = text(value['field']);
  if (field === null) return [];
  const min = count(value['min']);
  const max = count(value['max']);
  return [
    {
      field,
      error: text(value['error']) ?? 'invalid',
      detail: text(value['detail']) ?? '',
      ...(min === null ? {} : { min }),
      ...(max === null ? {} : { max }),
    },
  ];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function count(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
