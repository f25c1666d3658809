/**
 * Calls of `docs/protocols/identity.md` that the committed API description does not have yet, in the form its generator
 * gives them.
 */
interface Parameters {
  query?: never;
  header?: never;
  path?: never;
  cookie?: never;
}

interface Answers<Answer> {
  200: { headers: Record<string, unknown>; content: { 'application/json': Answer } };
}

/** A call with a body. */
interface Sends<Body, Answer, P = Parameters> {
  parameters: P;
  requestBody: { content: { 'application/json': Body } };
  responses: Answers<Answer>;
}

/** A call without one. */
interface Asks<Answer, P = Parameters> {
  parameters: P;
  requestBody?: never;
  responses: Answers<Answer>;
}

type InPath<T> = Omit<Parameters, 'path'> & { path: T };

interface Message {
  message: string;
}

/** One provider an account signs in through. */
export interface AnnouncedIdentity {
  provider: string;
  email: string | null;
  name: string | null;
  linkedAt: string;
  lastUsedAt: string | null;
}

/** Types of the calls, by path and method. */
export interface AnnouncedPaths {
  '/api/account/identities': {
    get: Asks<{ identities: AnnouncedIdentity[]; available: string[] }>;
  };
  '/api/account/identities/{provider}/start': {
    post: Sends<
      { purpose: 'link' | 'reauthenticate'; next?: string },
      { url: string },
      InPath<{ provider: string }>
    >;
  };
  '/api/account/identities/{provider}': {
    delete: Asks<Message, InPath<{ provider: string }>>;
  };
}
