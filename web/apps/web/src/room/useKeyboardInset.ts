import { useEffect, useState, type CSSProperties } from 'react';

/**
 * How far the on-screen keyboard reaches into the page, as `--keyboard`. Chrome makes the page shorter by itself
 * (`interactive-widget`); iPhones lay the keyboard over it.
 */
export function useKeyboardInset(): CSSProperties {
  const [inset, setInset] = useState(0);
  useEffect(() => {
    const viewport = window.visualViewport;
    if (viewport === null) return;
    const measure = (): void =>
      setInset(Math.max(0, window.innerHeight - viewport.height - viewport.offsetTop));
    viewport.addEventListener('resize', measure);
    viewport.addEventListener('scroll', measure);
    return () => {
      viewport.removeEventListener('resize', measure);
      viewport.removeEventListener('scroll', measure);
    };
  }, []);
  return { '--keyboard': `${inset}px` } as CSSProperties;
}
