import type { Ban, Pagination, Person, RoomPerson, Rules } from '../model.js';
import { answer, within, type Http } from './http.js';

/** What moderators know of a room besides what everybody sees. */
export interface RoomSettings {
  readonly rules: Rules;
  readonly blockedWords: readonly string[];
  readonly moderators: readonly Person[];
}

/** Who moderated what. */
export interface AuditEntry {
  readonly id: string;
  /** Such as `timed_out` or `rules_changed`. */
  readonly action: string;
  readonly by: Person;
  readonly person: Person | null;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly createdAt: string;
}

/** One page of who is in a room. */
export interface ViewerPage {
  readonly viewers: readonly RoomPerson[];
  /** How many more watch without having signed in. */
  readonly guests: number;
  readonly pagination: Pagination;
}

/** From 1; at most 50 on a page. */
interface PageQuery {
  readonly page?: number;
  readonly limit?: number;
}

/**
 * The room of a streamer as its moderators keep it: what lasts from one stream to the next. Methods reject with `forbidden`
 * for everybody else.
 */
export class Rooms {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** Rules, blocked words and moderators. */
  get(streamerId: string, signal?: AbortSignal): Promise<RoomSettings> {
    const params = { path: { streamerId } };
    return answer(this.#http.GET('/api/rooms/{streamerId}', { params, ...within(signal) }));
  }

  /** Replaces the words nobody may write; at most 200 of at most 50 letters. */
  async saveBlockedWords(streamerId: string, words: readonly string[]): Promise<readonly string[]> {
    const call = this.#http.PUT('/api/rooms/{streamerId}/blocked-words', {
      params: { path: { streamerId } },
      body: { words: [...words] },
    });
    return (await answer(call)).blockedWords;
  }

  /** Names a moderator; the streamer only. */
  async addModerator(streamerId: string, userId: string): Promise<readonly Person[]> {
    const params = { path: { streamerId, userId } };
    const call = this.#http.PUT('/api/rooms/{streamerId}/moderators/{userId}', { params });
    return (await answer(call)).moderators;
  }

  /** Makes a moderator a viewer again; the streamer only. */
  async removeModerator(streamerId: string, userId: string): Promise<readonly Person[]> {
    const params = { path: { streamerId, userId } };
    const call = this.#http.DELETE('/api/rooms/{streamerId}/moderators/{userId}', { params });
    return (await answer(call)).moderators;
  }

  /** Who is banned or timed out, newest first. */
  bans(
    streamerId: string,
    query: PageQuery = {},
    signal?: AbortSignal,
  ): Promise<{ readonly bans: readonly Ban[]; readonly pagination: Pagination }> {
    const params = { path: { streamerId }, query };
    return answer(this.#http.GET('/api/rooms/{streamerId}/bans', { params, ...within(signal) }));
  }

  /** Who did what before the entry `before`, or lately; newest first. */
  audit(
    streamerId: string,
    query: { readonly before?: string; readonly limit?: number } = {},
    signal?: AbortSignal,
  ): Promise<{ readonly entries: readonly AuditEntry[]; readonly hasMore: boolean }> {
    const params = { path: { streamerId }, query };
    return answer(this.#http.GET('/api/rooms/{streamerId}/audit', { params, ...within(signal) }));
  }

  /** Who is in the room of a live stream; anyone may ask. */
  viewers(id: string, query: PageQuery = {}, signal?: AbortSignal): Promise<ViewerPage> {
    const params = { path: { id }, query };
    return answer(this.#http.GET('/api/streams/{id}/viewers', { params, ...within(signal) }));
  }
}
