/**
 * The calls of `docs/protocols/people.md` in the shape the HTTP client is typed by, for as long as the generated schema
 * does not have them.
 */
import type {
  Banner,
  BannerReport,
  FoundPerson,
  InboxPage,
  NewBanner,
  Pagination,
  Person,
  Profile,
  Stream,
  StreamPage,
  Supporter,
  TagCount,
} from '../model.js';

interface Paging {
  page?: number;
  limit?: number;
}

/** As JSON comes: without the promise not to change it, which the HTTP client's types do not know. */
type Plain<T> = T extends readonly (infer Item)[]
  ? Plain<Item>[]
  : T extends object
    ? { -readonly [Key in keyof T]: Plain<T[Key]> }
    : T;

/** One call: what it is asked with, and what it answers. */
type Call<Answer, Path = unknown, Query = unknown, Body = never> = {
  parameters: (unknown extends Path ? { path?: never } : { path: Path }) &
    (unknown extends Query ? { query?: never } : { query: Query });
  responses: { 200: { content: { 'application/json': Plain<Answer> } } };
} & ([Body] extends [never]
  ? { requestBody?: never }
  : { requestBody: { content: { 'application/json': Body } } });

interface ByName {
  nickname: string;
}

interface ById {
  id: string;
}

interface PeoplePage {
  people: Person[];
  pagination: Pagination;
}

export interface PeoplePaths {
  '/api/people/{nickname}': { get: Call<{ profile: Profile }, ByName> };
  '/api/people/{nickname}/streams': { get: Call<StreamPage, ByName, Paging> };
  '/api/people/{nickname}/followers': { get: Call<PeoplePage, ByName, Paging> };
  '/api/people/{nickname}/following': { get: Call<PeoplePage, ByName, Paging> };
  '/api/people/{nickname}/supporters': {
    get: Call<
      { supporters: Supporter[] },
      ByName,
      { period?: 'day' | 'week' | 'all'; limit?: number }
    >;
  };
  '/api/people/{id}/follow': {
    put: Call<{ following: boolean; followers: number }, ById>;
    delete: Call<{ following: boolean; followers: number }, ById>;
  };
  '/api/people/{id}/block': {
    put: Call<{ blocked: boolean }, ById>;
    delete: Call<{ blocked: boolean }, ById>;
  };
  '/api/blocks': { get: Call<PeoplePage, unknown, Paging> };
  '/api/auth/profile': {
    put: Call<{ profile: Profile }, unknown, unknown, { bio?: string; nickname?: string }>;
  };
  '/api/auth/profile/avatar': {
    post: Call<{ avatarUrl: string }, unknown, unknown, Blob>;
    delete: Call<{ avatarUrl: string | null }>;
  };
  '/api/following/streams': {
    get: Call<
      { streams: Stream[]; people: FoundPerson[]; pagination: Pagination },
      unknown,
      Paging
    >;
  };
  '/api/search': {
    get: Call<
      { people: FoundPerson[]; streams: Stream[]; pagination: Pagination },
      unknown,
      Paging & { q: string; type?: 'all' | 'people' | 'streams' }
    >;
  };
  '/api/streams/{id}/next': { get: Call<{ streams: Stream[] }, ById, { limit?: number }> };
  '/api/streams/{id}/screenshot': {
    post: Call<{ previewUrl: string }, ById, unknown, Blob>;
  };
  '/api/tags': { get: Call<{ tags: TagCount[] }, unknown, { limit?: number }> };
  '/api/notifications': {
    get: Call<InboxPage, unknown, { before?: string; limit?: number }>;
  };
  '/api/notifications/read': {
    post: Call<{ unread: number }, unknown, unknown, { ids?: readonly string[] }>;
  };
  '/api/banners': {
    get: Call<{ banner: Banner | null }, unknown, { placement: 'room' | 'home' }>;
  };
  '/api/banners/{id}/impression': { post: Call<undefined, ById> };
  '/api/admin/banners': {
    get: Call<{ banners: BannerReport[]; pagination: Pagination }, unknown, Paging>;
    post: Call<{ banner: BannerReport }, unknown, unknown, NewBanner>;
  };
  '/api/admin/banners/{id}': {
    patch: Call<{ banner: BannerReport }, ById, unknown, NewBanner & { always: true }>;
    delete: Call<undefined, ById>;
  };
  '/api/admin/banners/{id}/image': { post: Call<{ banner: BannerReport }, ById, unknown, Blob> };
}
