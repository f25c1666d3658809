import type { ChatLine } from '@nio/sdk';
import { useCallback, useLayoutEffect, useRef, useState, type RefObject } from 'react';

/** This near to the end counts as being there. */
const NEAR_PX = 64;

/** How the list of messages scrolls. */
export interface ChatScroll {
  readonly onScroll: () => void;
  /** Messages that came below what is read. */
  readonly fresh: number;
  /** Reading far from the end. */
  readonly away: boolean;
  readonly toBottom: () => void;
  /** Shows the line of this id; answers whether it is there. */
  readonly toLine: (id: string) => boolean;
}

/** A line and where it was. */
interface Anchor {
  readonly line: HTMLElement;
  readonly top: number;
}

/**
 * Follows the newest line for those at the end, and does not move a hair for those who read further up: not when new ones
 * come below, older ones are put in above, or some are taken out.
 */
export function useChatScroll(
  list: RefObject<HTMLDivElement | null>,
  lines: readonly ChatLine[],
  /** What else stands below the lines. */
  below: unknown,
  loadOlder: () => void,
): ChatScroll {
  const pinned = useRef(true);
  const anchor = useRef<Anchor | null>(null);
  const [away, setAway] = useState(false);
  /** The last line seen at the end. */
  const [seenId, setSeenId] = useState<string | null>(null);
  const lastId = lines.at(-1)?.id ?? '';

  useLayoutEffect(() => {
    const element = list.current;
    if (element === null) return;
    const held = anchor.current;
    if (pinned.current) element.scrollTop = element.scrollHeight;
    else if (held?.line.isConnected) element.scrollTop += held.line.offsetTop - held.top;
    anchor.current = anchorOf(element);
  }, [list, lines, below]);

  // A keyboard or a turned phone changes the height of the list.
  useLayoutEffect(() => {
    const element = list.current;
    if (element === null || typeof ResizeObserver === 'undefined') return;
    const observer = new ResizeObserver(() => {
      if (pinned.current) element.scrollTop = element.scrollHeight;
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [list]);

  const onScroll = useCallback(() => {
    const element = list.current;
    // Hidden behind the viewers it is no height at all.
    if (element === null || element.clientHeight === 0) return;
    const fromEnd = element.scrollHeight - element.scrollTop - element.clientHeight;
    pinned.current = fromEnd < NEAR_PX;
    anchor.current = anchorOf(element);
    setAway(fromEnd > element.clientHeight);
    setSeenId(pinned.current ? null : (seen) => seen ?? lastId);
    if (element.scrollTop < NEAR_PX && !pinned.current) loadOlder();
  }, [list, loadOlder, lastId]);

  const toBottom = useCallback(() => {
    pinned.current = true;
    setAway(false);
    setSeenId(null);
    const element = list.current;
    if (element) element.scrollTop = element.scrollHeight;
  }, [list]);

  const toLine = useCallback(
    (id: string) => {
      const line = linesIn(list.current).find((it) => it.dataset.line === id);
      if (line === undefined) return false;
      pinned.current = false;
      line.scrollIntoView({ block: 'center' });
      line.focus({ preventScroll: true });
      line.dataset.flash = 'true';
      line.addEventListener('animationend', () => delete line.dataset.flash, { once: true });
      return true;
    },
    [list],
  );

  // By the order of ids, so that it may be deleted meanwhile.
  const fresh =
    seenId === null ? 0 : lines.filter((line) => line.kind === 'text' && line.id > seenId).length;
  return { onScroll, fresh, away, toBottom, toLine };
}

/** All lines, top to bottom. */
export function linesIn(list: HTMLElement | null): HTMLElement[] {
  return list === null ? [] : [...list.querySelectorAll<HTMLElement>('[data-line]')];
}

/** The topmost line that is to be seen. */
function anchorOf(list: HTMLElement): Anchor | null {
  const lines = linesIn(list);
  // Both are measured from the frame around the list.
  const edge = list.offsetTop + list.scrollTop;
  let [from, to] = [0, lines.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    const line = lines[middle];
    if (line !== undefined && line.offsetTop + line.offsetHeight <= edge) from = middle + 1;
    else to = middle;
  }
  const line = lines[from];
  return line === undefined ? null : { line, top: line.offsetTop };
}
