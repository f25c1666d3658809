import type { Quote } from '@nio/sdk';

/** What is being written. */
export interface Draft {
  readonly text: string;
  /** What it answers. */
  readonly replyTo: Quote | null;
}

export const EMPTY_DRAFT: Draft = { text: '', replyTo: null };
