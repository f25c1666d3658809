import { useEffect, useRef, type RefObject } from 'react';
import type { Player } from './usePlayer';

/** M for sound, F for full screen, Q for quality, / for the chat: by the key's place, so that they work on a Russian layout too. */
export function useRoomKeys(
  player: Player,
  chatInput: RefObject<HTMLElement | null>,
  togglePanel: () => void,
): void {
  const latest = useRef({ player, togglePanel });
  useEffect(() => {
    latest.current = { player, togglePanel };
  });
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const { player } = latest.current;
      if (event.code === 'KeyM') player.setMuted(!player.muted);
      else if (event.code === 'KeyF') player.toggleFullscreen();
      else if (event.code === 'KeyQ') latest.current.togglePanel();
      else if ((event.key === '/' || event.code === 'Slash') && chatInput.current) {
        chatInput.current.focus();
        // Or the slash itself would be written.
        event.preventDefault();
      }
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, [chatInput]);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
  );
}
