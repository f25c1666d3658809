import { answer, within, type Http } from '../http/http.js';
import type {
  Following,
  Pagination,
  Person,
  Profile,
  SearchResult,
  SearchType,
  Stream,
  StreamPage,
  Supporter,
  SupportPeriod,
  TagCount,
} from '../model.js';
import { picture } from './pictures.js';

/** One page of people. */
export interface PeoplePage {
  readonly people: readonly Person[];
  readonly pagination: Pagination;
}

/** Which page of a list; from 1. */
export interface Paging {
  readonly page?: number;
  readonly limit?: number;
}

/**
 * People as others see them: profiles, who follows whom, and finding people and streams.
 *
 * @example
 * ```ts
 * const people = new People(nio.http);
 * const anna = await people.profile('anna');
 * await people.follow(anna.id);
 * ```
 *
 * Every method rejects with {@link NioError}.
 */
export class People {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** Somebody's profile. Rejects with `not_found`. */
  async profile(nickname: string, signal?: AbortSignal): Promise<Profile> {
    const call = this.#http.GET('/api/people/{nickname}', {
      params: { path: { nickname } },
      ...within(signal),
    });
    return (await answer(call)).profile;
  }

  /** Somebody's streams, newest first. */
  streams(nickname: string, paging: Paging, signal?: AbortSignal): Promise<StreamPage> {
    return answer(
      this.#http.GET('/api/people/{nickname}/streams', {
        params: { path: { nickname }, query: paging },
        ...within(signal),
      }),
    );
  }

  /** Who follows somebody, or whom they follow. */
  list(
    which: 'followers' | 'following',
    nickname: string,
    paging: Paging,
    signal?: AbortSignal,
  ): Promise<PeoplePage> {
    const path =
      which === 'followers'
        ? '/api/people/{nickname}/followers'
        : '/api/people/{nickname}/following';
    return answer(
      this.#http.GET(path, {
        params: { path: { nickname }, query: paging },
        ...within(signal),
      }),
    );
  }

  /** Who gave the most, most first. */
  async supporters(
    nickname: string,
    period: SupportPeriod,
    limit = 10,
    signal?: AbortSignal,
  ): Promise<readonly Supporter[]> {
    const call = this.#http.GET('/api/people/{nickname}/supporters', {
      params: { path: { nickname }, query: { period, limit } },
      ...within(signal),
    });
    return (await answer(call)).supporters;
  }

  /** Follows somebody; tells how many do now. Rejects with `self` or `blocked`. */
  async follow(id: string): Promise<number> {
    const call = this.#http.PUT('/api/people/{id}/follow', { params: { path: { id } } });
    return (await answer(call)).followers;
  }

  /** Follows somebody no more; tells how many still do. */
  async unfollow(id: string): Promise<number> {
    const call = this.#http.DELETE('/api/people/{id}/follow', { params: { path: { id } } });
    return (await answer(call)).followers;
  }

  /** Keeps somebody away: neither follows the other from now on. */
  async block(id: string): Promise<void> {
    await answer(this.#http.PUT('/api/people/{id}/block', { params: { path: { id } } }));
  }

  /** Ends {@link block}. */
  async unblock(id: string): Promise<void> {
    await answer(this.#http.DELETE('/api/people/{id}/block', { params: { path: { id } } }));
  }

  /** Whom the signed-in person has blocked. */
  blocked(paging: Paging, signal?: AbortSignal): Promise<PeoplePage> {
    return answer(
      this.#http.GET('/api/blocks', {
        params: { query: paging },
        ...within(signal),
      }),
    );
  }

  /** Changes one's own profile. Rejects with `nickname_taken`. */
  async update(change: { readonly bio?: string; readonly nickname?: string }): Promise<Profile> {
    return (await answer(this.#http.PUT('/api/auth/profile', { body: change }))).profile;
  }

  /** Sets one's own picture and tells its address. Rejects with `unsupported_picture` or `too_large`. */
  async setAvatar(image: Blob): Promise<string | null> {
    return (await answer(this.#http.POST('/api/auth/profile/avatar', picture(image)))).avatarUrl;
  }

  /** Removes one's own picture. */
  async removeAvatar(): Promise<void> {
    await answer(this.#http.DELETE('/api/auth/profile/avatar'));
  }

  /** Live streams of the people one follows, and those people. */
  following(paging: Paging, signal?: AbortSignal): Promise<Following> {
    return answer(
      this.#http.GET('/api/following/streams', {
        params: { query: paging },
        ...within(signal),
      }),
    );
  }

  /** People and streams by what they are called; `q` of 1 to 64 letters. */
  search(q: string, type: SearchType, paging: Paging, signal?: AbortSignal): Promise<SearchResult> {
    return answer(
      this.#http.GET('/api/search', {
        params: { query: { q, type, ...paging } },
        ...within(signal),
      }),
    );
  }

  /** Live streams to watch after or beside one, the likeliest first. */
  async next(streamId: string, limit: number, signal?: AbortSignal): Promise<readonly Stream[]> {
    const call = this.#http.GET('/api/streams/{id}/next', {
      params: { path: { id: streamId }, query: { limit } },
      ...within(signal),
    });
    return (await answer(call)).streams;
  }

  /** Tags of what is on the air, the most used first. */
  async tags(limit: number, signal?: AbortSignal): Promise<readonly TagCount[]> {
    const call = this.#http.GET('/api/tags', {
      params: { query: { limit } },
      ...within(signal),
    });
    return (await answer(call)).tags;
  }

  /** Sets the preview picture of one's own live stream and tells its address; at most 6 a minute. */
  async setPreview(streamId: string, image: Blob, signal?: AbortSignal): Promise<string> {
    const call = this.#http.POST('/api/streams/{id}/screenshot', {
      params: { path: { id: streamId } },
      ...picture(image),
      ...within(signal),
    });
    return (await answer(call)).previewUrl;
  }
}
