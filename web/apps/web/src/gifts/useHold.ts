import { useEffect, useRef, type MouseEvent, type PointerEvent } from 'react';

/** How long a press is one press. */
const HOLD_MS = 350;

/** From here on it repeats, faster and faster. */
const SLOW_MS = 180;
const FAST_MS = 70;

/**
 * A button that may be held: a press is one, holding repeats. `press` returns whether to go on. Keyboards repeat by
 * themselves, since each repeated Enter is a click.
 */
export function useHold(press: () => boolean): {
  readonly onClick: (event: MouseEvent) => void;
  readonly onPointerDown: (event: PointerEvent) => void;
  readonly onPointerUp: () => void;
  readonly onPointerLeave: () => void;
  readonly onPointerCancel: () => void;
  readonly onContextMenu: (event: { preventDefault: () => void }) => void;
} {
  const latest = useRef(press);
  useEffect(() => {
    latest.current = press;
  });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const held = useRef(false);
  const stop = (): void => clearTimeout(timer.current);
  useEffect(() => stop, []);
  const repeat = (pauseMs: number): void => {
    timer.current = setTimeout(() => {
      held.current = true;
      if (latest.current())
        repeat(Math.max(FAST_MS, pauseMs === HOLD_MS ? SLOW_MS : pauseMs * 0.9));
    }, pauseMs);
  };
  return {
    onClick: (event) => {
      // The end of a hold is a click as well; keyboards click without a pointer.
      if (event.detail === 0 || !held.current) latest.current();
      held.current = false;
    },
    onPointerDown: (event) => {
      if (event.button !== 0) return;
      stop();
      held.current = false;
      repeat(HOLD_MS);
    },
    onPointerUp: stop,
    onPointerLeave: stop,
    onPointerCancel: stop,
    // A long touch would open the menu of the picture.
    onContextMenu: (event) => event.preventDefault(),
  };
}
