import { answer, within, type Http } from '../http/http.js';
import type { InboxPage } from '../model.js';

/** What the people one follows have done. Every method rejects with {@link NioError}. */
export class Inbox {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** Notifications older than `before` (an id), or the newest; newest first. */
  page(
    page: { readonly before?: string; readonly limit?: number },
    signal?: AbortSignal,
  ): Promise<InboxPage> {
    return answer(
      this.#http.GET('/api/notifications', {
        params: { query: page },
        ...within(signal),
      }),
    );
  }

  /** Marks some as read, or all; tells how many are left. */
  async read(ids?: readonly string[]): Promise<number> {
    const call = this.#http.POST('/api/notifications/read', { body: ids ? { ids: [...ids] } : {} });
    return (await answer(call)).unread;
  }
}
