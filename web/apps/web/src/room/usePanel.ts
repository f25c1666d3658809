import { useRef, useState } from 'react';

/** Something opened by a button, or a key, that gives the focus back when it closes. */
export interface Panel {
  readonly opened: boolean;
  readonly toggle: () => void;
  readonly close: () => void;
}

export function usePanel(): Panel {
  const [opened, setOpened] = useState(false);
  const opener = useRef<Element | null>(null);
  const close = (): void => {
    setOpened(false);
    if (opener.current instanceof HTMLElement) opener.current.focus();
  };
  return {
    opened,
    close,
    toggle: () => {
      if (opened) {
        close();
        return;
      }
      opener.current = document.activeElement;
      setOpened(true);
    },
  };
}
