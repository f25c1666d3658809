import { useRef, type MouseEvent, type PointerEvent } from 'react';

const HOLD_MS = 450;
/** A finger that moved this far scrolls. */
const STILL_PX = 10;

/** Where on the screen something is asked for. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * Handlers that call `open` when a finger is held still, or the right button is pressed. The tap that would follow is
 * swallowed.
 */
export function useLongPress(open: (at: Point) => void) {
  const press = useRef<{ timer: ReturnType<typeof setTimeout>; at: Point } | null>(null);
  const opened = useRef(false);
  const cancel = (): void => {
    if (press.current) clearTimeout(press.current.timer);
    press.current = null;
  };
  return {
    onPointerDown: (event: PointerEvent) => {
      opened.current = false;
      if (event.pointerType === 'mouse') return;
      cancel();
      const at = { x: event.clientX, y: event.clientY };
      const timer = setTimeout(() => {
        press.current = null;
        opened.current = true;
        open(at);
      }, HOLD_MS);
      press.current = { timer, at };
    },
    onPointerMove: (event: PointerEvent) => {
      const start = press.current?.at;
      if (start && Math.hypot(event.clientX - start.x, event.clientY - start.y) > STILL_PX)
        cancel();
    },
    onPointerUp: cancel,
    onPointerCancel: cancel,
    onContextMenu: (event: MouseEvent) => {
      // The browser's own menu is for addresses and for text that is selected.
      if (event.target instanceof Element && event.target.closest('a')) return;
      if (document.getSelection()?.isCollapsed === false) return;
      event.preventDefault();
      cancel();
      if (!opened.current) open({ x: event.clientX, y: event.clientY });
      opened.current = false;
    },
    onClickCapture: (event: MouseEvent) => {
      if (!opened.current) return;
      opened.current = false;
      event.preventDefault();
      event.stopPropagation();
    },
  };
}
