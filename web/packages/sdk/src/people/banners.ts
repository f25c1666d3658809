import { answer, done, within, type Http } from '../http/http.js';
import type { Banner, BannerPlacement, BannerReport, NewBanner, Pagination } from '../model.js';
import { picture } from './pictures.js';

/** Banners: the one to show, and for admins all of them. Every method rejects with {@link NioError}. */
export class Banners {
  readonly #http: Http;
  readonly #baseUrl: string;

  /** @param baseUrl origin of the server; empty for the page's own */
  constructor(http: Http, baseUrl = '') {
    this.#http = http;
    this.#baseUrl = baseUrl;
  }

  /** A banner that is due now, or `null`. */
  async due(placement: BannerPlacement, signal?: AbortSignal): Promise<Banner | null> {
    const call = this.#http.GET('/api/banners', {
      params: { query: { placement } },
      ...within(signal),
    });
    return (await answer(call)).banner;
  }

  /** Counts that a banner was seen. */
  async seen(id: string): Promise<void> {
    await done(this.#http.POST('/api/banners/{id}/impression', { params: { path: { id } } }));
  }

  /** Where a click on a banner leads: it is counted there and goes on to the banner's own address. */
  clickUrl(id: string): string {
    return `${this.#baseUrl}/api/banners/${encodeURIComponent(id)}/click`;
  }

  /** All banners with their numbers; admins only. */
  list(
    paging: { readonly page?: number; readonly limit?: number },
    signal?: AbortSignal,
  ): Promise<{ readonly banners: readonly BannerReport[]; readonly pagination: Pagination }> {
    return answer(
      this.#http.GET('/api/admin/banners', {
        params: { query: paging },
        ...within(signal),
      }),
    );
  }

  /** Makes a banner; it is shown once it has a picture. */
  async create(banner: NewBanner): Promise<BannerReport> {
    return (await answer(this.#http.POST('/api/admin/banners', { body: told(banner) }))).banner;
  }

  /** Changes all of a banner but its picture. */
  async update(id: string, banner: NewBanner): Promise<BannerReport> {
    const call = this.#http.PATCH('/api/admin/banners/{id}', {
      params: { path: { id } },
      // Takes away what time it had; what it has now is said beside it.
      body: { ...told(banner), always: true },
    });
    return (await answer(call)).banner;
  }

  /** Sets the picture of a banner. Rejects with `unsupported_picture` or `too_large`. */
  async setImage(id: string, image: Blob): Promise<BannerReport> {
    const call = this.#http.POST('/api/admin/banners/{id}/image', {
      params: { path: { id } },
      ...picture(image),
    });
    return (await answer(call)).banner;
  }

  /** Removes a banner and its numbers. */
  async remove(id: string): Promise<void> {
    await done(this.#http.DELETE('/api/admin/banners/{id}', { params: { path: { id } } }));
  }
}

/** Without the times it does not have, which the schema tells apart from absent. */
function told({ startsAt, endsAt, ...banner }: NewBanner) {
  return {
    ...banner,
    ...(startsAt === null ? {} : { startsAt }),
    ...(endsAt === null ? {} : { endsAt }),
  };
}
