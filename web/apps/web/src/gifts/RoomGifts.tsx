import type { Stream } from '@nio/sdk';
import { IconGift } from '@tabler/icons-react';
import { QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { useStore } from '../api/nio';
import { queries } from '../api/queries';
import type { Live } from '../room/live';
import { GlassButton } from '../ui/GlassButton';
import { GiftFeed } from './GiftFeed';
import { GiftStage } from './GiftStage';
import { Supporters } from './Supporters';
import { Tray, TrayBar } from './Tray';
import { useGifts } from './useGifts';

/** Places of a page of the room that are filled once this code is there; `null` while the page does not have them. */
export interface GiftSlots {
  /** Beside the chat's field: the button that opens the tray. */
  readonly button?: HTMLElement | null;
  /** Below the chat: the tray. */
  readonly tray?: HTMLElement | null;
  /** In the streamer's bar. */
  readonly supporters: HTMLElement | null;
}

/**
 * Gifts in a room: the animations and the feed, which lie over the picture this stands in, and in the places of the page
 * the tray and the supporters. `own`: on the streamer's page, which sends none and shows what was earned.
 */
export default function RoomGifts({
  live,
  stream,
  slots,
  own = false,
}: {
  live: Live;
  stream: Stream;
  slots: GiftSlots;
  own?: boolean;
}) {
  return (
    <QueryClientProvider client={queries}>
      <Inside live={live} stream={stream} slots={slots} own={own} />
    </QueryClientProvider>
  );
}

function Inside({
  live,
  stream,
  slots,
  own,
}: {
  live: Live;
  stream: Stream;
  slots: GiftSlots;
  own: boolean;
}) {
  const { t } = useTranslation();
  const gifts = useGifts(live, stream.id);
  const room = useStore(live.room.state);
  const [open, setOpen] = useState(false);
  // What had the focus gets it back.
  const opener = useRef<Element | null>(null);
  const close = (): void => {
    setOpen(false);
    if (opener.current instanceof HTMLElement) opener.current.focus();
  };
  const toggle = (): void => {
    if (open) {
      close();
      return;
    }
    opener.current = document.activeElement;
    setOpen(true);
  };
  useGiftKey(own ? null : toggle);
  if (gifts === null) return null;
  return (
    <>
      <GiftStage animations={gifts.animations} onFinished={gifts.onFinished} />
      <GiftFeed cards={gifts.feed} />
      {slots.supporters
        ? createPortal(<Supporters gifts={gifts} stream={stream} own={own} />, slots.supporters)
        : null}
      {slots.button && !own
        ? createPortal(
            <GlassButton
              label={t('gift.open')}
              aria-haspopup="dialog"
              aria-expanded={open}
              on={open}
              onClick={toggle}
              data-gifts-open
              data-testid="gifts-open"
            >
              <IconGift aria-hidden="true" />
            </GlassButton>,
            slots.button,
          )
        : null}
      {slots.tray && !own
        ? createPortal(
            open ? (
              <Tray
                gifts={gifts}
                stream={stream}
                connected={room.phase === 'joined'}
                onClose={close}
              />
            ) : (
              <TrayBar onOpen={toggle} />
            ),
            slots.tray,
          )
        : null}
    </>
  );
}

/** G opens and closes the tray, by the key's place. */
function useGiftKey(toggle: (() => void) | null): void {
  const latest = useRef(toggle);
  useEffect(() => {
    latest.current = toggle;
  });
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (event.code !== 'KeyG' || event.ctrlKey || event.metaKey || event.altKey) return;
      const { target } = event;
      const typing =
        target instanceof HTMLElement &&
        (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));
      if (!typing) latest.current?.();
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, []);
}
