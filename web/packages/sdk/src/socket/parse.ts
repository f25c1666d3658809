/**
 * Small parsers for what comes over the socket. Each takes `unknown` and returns a checked copy with the known fields
 * only, or throws {@link ParseError}; nothing unchecked gets past this edge.
 */

/** What came is not what the protocol says; `path` names where. */
export class ParseError extends Error {
  override readonly name = 'ParseError';

  constructor(expected: string, path = '') {
    super(path === '' ? `expected ${expected}` : `${path}: expected ${expected}`);
  }
}

/** Reads one value. */
export type Parser<T> = (value: unknown, path?: string) => T;

/** What a {@link Parser} reads. */
export type Parsed<P> = P extends Parser<infer T> ? T : never;

export const string: Parser<string> = (value, path) => {
  if (typeof value !== 'string') throw new ParseError('a string', path);
  return value;
};

export const boolean: Parser<boolean> = (value, path) => {
  if (typeof value !== 'boolean') throw new ParseError('a boolean', path);
  return value;
};

export const number: Parser<number> = (value, path) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new ParseError('a number', path);
  return value;
};

/** A string that from here on is an id of one kind. */
export const branded = <B extends string>(): Parser<B> => string as unknown as Parser<B>;

/** One of a closed set. With a `fallback`, a word from a newer server becomes that instead of an error. */
export const oneOf =
  <const T extends string>(words: readonly T[], fallback?: T): Parser<T> =>
  (value, path) => {
    const word = words.find((candidate) => candidate === value);
    if (word !== undefined) return word;
    if (fallback !== undefined && typeof value === 'string') return fallback;
    throw new ParseError(words.join(' | '), path);
  };

/** The value or `null`; absent counts as `null`. */
export const nullable =
  <T>(inner: Parser<T>): Parser<T | null> =>
  (value, path) =>
    value === null || value === undefined ? null : inner(value, path);

/** The value or, when absent, `fallback`. */
export const withDefault =
  <T>(inner: Parser<T>, fallback: T): Parser<T> =>
  (value, path) =>
    value === null || value === undefined ? fallback : inner(value, path);

export const listOf =
  <T>(inner: Parser<T>): Parser<readonly T[]> =>
  (value, path = '') => {
    if (!Array.isArray(value)) throw new ParseError('a list', path);
    return value.map((item, index) => inner(item, `${path}[${index}]`));
  };

export const object =
  <S extends Record<string, Parser<unknown>>>(
    shape: S,
  ): Parser<{ readonly [K in keyof S]: Parsed<S[K]> }> =>
  (value, path = '') => {
    if (typeof value !== 'object' || value === null) throw new ParseError('an object', path);
    const source = value as Record<string, unknown>;
    return Object.fromEntries(
      Object.entries(shape).map(([key, inner]) => [
        key,
        inner(source[key], path === '' ? key : `${path}.${key}`),
      ]),
    ) as { [K in keyof S]: Parsed<S[K]> };
  };
