import { GiftRoom, type ShownGift } from '@nio/sdk';
import { useEffect, useReducer, useState } from 'react';
import { money, noteBalance, useWallet } from '../api/money';
import { nio } from '../api/nio';
import type { Live } from '../room/live';
import { animationReducer, NO_ANIMATIONS, type AnimationQueue } from './animationQueue';
import { feedReducer, type FeedCard } from './feed';
import { GiftSounds } from './sounds';

/** Everything about gifts a page of a room shows. */
export interface Gifts {
  readonly room: GiftRoom;
  readonly sounds: GiftSounds;
  readonly animations: AnimationQueue;
  readonly onFinished: (id: number) => void;
  readonly feed: readonly FeedCard[];
}

/** How often cards that are over are looked for. */
const TICK_MS = 500;

/** Gifts of a room that is entered; `null` until the effect has run. */
export function useGifts(live: Live, streamId: string): Gifts | null {
  const [current, setCurrent] = useState<{ room: GiftRoom; sounds: GiftSounds } | null>(null);
  const [animations, animate] = useReducer(animationReducer, NO_ANIMATIONS);
  const [feed, tell] = useReducer(feedReducer, []);
  useEffect(() => {
    const room = new GiftRoom({
      streamId,
      socket: live.socket,
      room: live.room,
      session: nio.session,
      fetchBalance: () => money.wallet(),
    });
    const sounds = new GiftSounds();
    const show = (gift: ShownGift): void => {
      tell({ type: 'gift', gift, now: Date.now() });
      // Nobody sees it, and nobody wants to see all of it at once on coming back.
      if (document.hidden) return;
      animate({ type: 'gift', gift });
      sounds.play(gift.giftType);
    };
    const takeBack = (gift: ShownGift): void => {
      tell({ type: 'retracted', gift });
      animate({ type: 'retracted', gift });
    };
    let told = room.state.getSnapshot().balance;
    let entered = '';
    const look = (): void => {
      const { phase } = live.room.state.getSnapshot();
      if (phase === 'joined' && entered !== phase) {
        // What was given before this page came, or while it was away.
        money.supporters(streamId, 3).then(
          (answer) => room.setSupporters(answer.supporters, answer.beans),
          // The next gift tells it.
          () => undefined,
        );
      }
      entered = phase;
    };
    const closers = [
      room.onGift(show),
      room.onRetracted(takeBack),
      room.state.subscribe(() => {
        const { balance } = room.state.getSnapshot();
        if (balance === null || balance === told) return;
        told = balance;
        noteBalance(balance);
      }),
      live.room.state.subscribe(look),
    ];
    look();
    const timer = setInterval(() => tell({ type: 'tick', now: Date.now() }), TICK_MS);
    setCurrent({ room, sounds });
    return () => {
      clearInterval(timer);
      for (const close of closers) close();
      room.close();
      sounds.close();
    };
  }, [live, streamId]);
  useFirstBalance(current?.room ?? null);
  if (current === null) return null;
  return { ...current, animations, onFinished: (id) => animate({ type: 'finished', id }), feed };
}

/** The balance before a socket has said anything about it. */
function useFirstBalance(room: GiftRoom | null): void {
  const { data } = useWallet();
  useEffect(() => {
    if (room === null || data === undefined) return;
    if (room.state.getSnapshot().balance === null) room.setBalance(data);
  }, [room, data]);
}
