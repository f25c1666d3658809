import type { Client } from 'openapi-fetch';
import type { Pagination, Person } from '../model.js';
import { answer, type Http } from './http.js';
import type { Operation } from './operation.js';

interface Blocked {
  readonly blocked: boolean;
}

/** The paths of `docs/protocols/people.md` that a room needs. */
interface PeoplePaths {
  '/api/people/{nickname}': {
    get: Operation<{ nickname: string }, never, never, { readonly profile: Person }>;
  };
  '/api/people/{id}/block': {
    put: Operation<{ id: string }, never, never, Blocked>;
    delete: Operation<{ id: string }, never, never, Blocked>;
  };
  '/api/blocks': {
    get: Operation<
      Record<string, never>,
      { page?: number; limit?: number },
      never,
      { readonly people: readonly Person[]; readonly pagination: Pagination }
    >;
  };
}

/** Other people: who they are, and whom one does not want to see. */
export class People {
  readonly #http: Client<PeoplePaths>;

  constructor(http: Http) {
    this.#http = http as unknown as Client<PeoplePaths>;
  }

  /** Somebody by nickname. Rejects with `not_found`. */
  async get(nickname: string): Promise<Person> {
    const call = this.#http.GET('/api/people/{nickname}', { params: { path: { nickname } } });
    return (await answer(call)).profile;
  }

  /** Sees nothing of somebody from now on, and they cannot follow or write in one's room. */
  async block(id: string): Promise<void> {
    await answer(this.#http.PUT('/api/people/{id}/block', { params: { path: { id } } }));
  }

  /** Undoes {@link block}. */
  async unblock(id: string): Promise<void> {
    await answer(this.#http.DELETE('/api/people/{id}/block', { params: { path: { id } } }));
  }

  /** Whom one has blocked, newest first. */
  blocked(
    query: { page?: number; limit?: number } = {},
  ): Promise<{ readonly people: readonly Person[]; readonly pagination: Pagination }> {
    return answer(this.#http.GET('/api/blocks', { params: { path: {}, query } }));
  }
}
