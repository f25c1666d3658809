import type { ChatLog } from '@nio/sdk';
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
}

/**
 * Follows the newest message for those at the end, and does not move a hair for those who read further up: not when new
 * ones come below, nor when older ones are put in above.
 */
export function useChatScroll(
  list: RefObject<HTMLDivElement | null>,
  chat: ChatLog,
  loadOlder: () => void,
): ChatScroll {
  const pinned = useRef(true);
  const before = useRef({ firstId: '', height: 0 });
  const [away, setAway] = useState(false);
  /** The last message seen at the end. */
  const [seenId, setSeenId] = useState<string | null>(null);
  const { messages, outbox } = chat;
  const lastId = messages.at(-1)?.id ?? null;

  useLayoutEffect(() => {
    const element = list.current;
    if (element === null) return;
    const firstId = messages[0]?.id ?? '';
    const grewAbove = before.current.firstId !== '' && firstId !== before.current.firstId;
    if (pinned.current) element.scrollTop = element.scrollHeight;
    else if (grewAbove) element.scrollTop += element.scrollHeight - before.current.height;
    before.current = { firstId, height: element.scrollHeight };
  }, [list, messages, outbox]);

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
    if (element === null) return;
    const fromEnd = element.scrollHeight - element.scrollTop - element.clientHeight;
    pinned.current = fromEnd < NEAR_PX;
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

  const fresh = seenId === null ? 0 : countAfter(messages, seenId);
  return { onScroll, fresh, away, toBottom };
}

function countAfter(messages: ChatLog['messages'], id: string): number {
  const index = messages.findIndex((message) => message.id === id);
  return index < 0 ? 0 : messages.length - 1 - index;
}
