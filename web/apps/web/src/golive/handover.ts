/** What the going-live page leaves to the studio, and what a reload leaves to the next page of the same tab. */
import type { LocalMedia } from './localMedia';

let handed: { readonly streamId: string; readonly media: LocalMedia } | null = null;

/** Leaves running camera and microphone to the studio of this stream. */
export function handOver(streamId: string, media: LocalMedia): void {
  handed = { streamId, media };
}

/** What was left for this stream. */
export function handedFor(streamId: string): LocalMedia | null {
  return handed?.streamId === streamId ? handed.media : null;
}

/** Forgets what was left: it was taken, and is let go of by whoever took it. */
export function forgetHanded(): void {
  handed = null;
}

const KEY = 'nio.on-air';

/** Remembers that this tab sends the stream, so that a reload goes on by itself. `null`: it does not any more. */
export function markOnAir(streamId: string | null): void {
  try {
    if (streamId === null) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, streamId);
  } catch {
    // Without storage a reload asks for one click.
  }
}

/** Whether this tab sent the stream before it was reloaded. */
export function wasOnAir(streamId: string): boolean {
  try {
    return sessionStorage.getItem(KEY) === streamId;
  } catch {
    return false;
  }
}
