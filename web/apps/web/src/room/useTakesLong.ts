import { useEffect, useState } from 'react';

/** True once `afterMs` have passed; `null` stops waiting and forgets. */
export function useTakesLong(afterMs: number | null): boolean {
  const [reached, setReached] = useState(false);
  useEffect(() => {
    if (afterMs === null) return;
    const timer = setTimeout(() => setReached(true), afterMs);
    return () => {
      clearTimeout(timer);
      setReached(false);
    };
  }, [afterMs]);
  return reached && afterMs !== null;
}
