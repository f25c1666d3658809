import { NioError } from '../error.js';
import { answer, type Http } from '../http/http.js';
import type { QrScan } from '../model.js';
import { Store, type Readable } from '../store.js';

/** What a phone shows that has scanned a code. */
export type QrApprovalState =
  | { readonly phase: 'starting' }
  /** Who asks, and the numbers one of which the other screen shows. */
  | { readonly phase: 'asking'; readonly scan: QrScan; readonly answering: 'yes' | 'no' | null }
  | { readonly phase: 'confirmed' }
  | { readonly phase: 'rejected' }
  /** A number was chosen that the other screen does not show; the code is spent. */
  | { readonly phase: 'wrong' }
  /** The code has run out, was used, is another phone's, or never was. */
  | { readonly phase: 'gone' }
  | { readonly phase: 'failed'; readonly error: NioError };

/**
 * The phone's half of a QR login: tells the server that the code was scanned, learns who asks, and answers.
 *
 * @example
 * ```ts
 * const approval = new QrApproval(nio.http, code);
 * await approval.scan();
 * await approval.confirm(58);
 * ```
 */
export class QrApproval {
  readonly #http: Http;
  readonly #code: string;
  readonly #state = new Store<QrApprovalState>({ phase: 'starting' });

  /** @param code as in the picture; see {@link parseQrLink} */
  constructor(http: Http, code: string) {
    this.#http = http;
    this.#code = code;
  }

  /** What to show, observable. */
  get state(): Readable<QrApprovalState> {
    return this.#state;
  }

  /** Claims the code for this session. Also the way to try again. */
  async scan(): Promise<void> {
    this.#state.set({ phase: 'starting' });
    try {
      const scan = await answer(
        this.#http.POST('/api/qr-auth/scanned', { body: { code: this.#code } }),
      );
      this.#state.set({ phase: 'asking', scan, answering: null });
    } catch (cause) {
      this.#over(NioError.of(cause));
    }
  }

  /**
   * Agrees. Rejects, with nothing changed, when that can be done again: with `reauthentication_required` after the person
   * has proved who they are, with `offline` and the like as it is.
   */
  async confirm(number: number): Promise<void> {
    await this.#answer('yes', ({ confirmation }) =>
      this.#http.POST('/api/qr-auth/confirm', {
        body: { code: this.#code, confirmation, number },
      }),
    );
  }

  /** Refuses. Rejects as {@link confirm} does. */
  async reject(): Promise<void> {
    await this.#answer('no', () =>
      this.#http.POST('/api/qr-auth/reject', { body: { code: this.#code } }),
    );
  }

  async #answer(
    word: 'yes' | 'no',
    call: (scan: QrScan) => Promise<{ data?: unknown; error?: unknown; response: Response }>,
  ): Promise<void> {
    const state = this.#state.getSnapshot();
    if (state.phase !== 'asking' || state.answering !== null) return;
    this.#state.set({ ...state, answering: word });
    try {
      await answer(call(state.scan));
      this.#state.set({ phase: word === 'yes' ? 'confirmed' : 'rejected' });
    } catch (cause) {
      const error = NioError.of(cause);
      if (isEnd(error)) {
        this.#over(error);
        return;
      }
      this.#state.set({ ...state, answering: null });
      throw error;
    }
  }

  #over(error: NioError): void {
    switch (error.error) {
      case 'qr_gone':
      case 'qr_taken':
      case 'qr_not_scanned':
        this.#state.set({ phase: 'gone' });
        break;
      case 'qr_wrong_number':
        this.#state.set({ phase: 'wrong' });
        break;
      default:
        this.#state.set({ phase: 'failed', error });
    }
  }
}

/** Nothing can be done with this code any more, as against what can be repeated. */
function isEnd({ error }: NioError): boolean {
  return ENDS.has(error);
}

const ENDS: ReadonlySet<string> = new Set([
  'qr_gone',
  'qr_taken',
  'qr_not_scanned',
  'qr_wrong_number',
]);
