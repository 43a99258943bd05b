import { useEffect, useState } from 'react';

/** Whole seconds left of a wait (ms) that began when `since` changed; 0 when it is over or null. The computer's clock plays no part. */
export function useCountdown(wait: number | null, since: unknown): number {
  const [left, setLeft] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `since` says that a new wait of the same length has begun
  useEffect(() => {
    if (wait === null) {
      setLeft(0);
      return;
    }
    const end = performance.now() + wait;
    const look = () => setLeft(Math.max(0, Math.ceil((end - performance.now()) / 1000)));
    look();
    const timer = setInterval(look, 500);
    return () => clearInterval(timer);
  }, [wait, since]);
  return wait === null ? 0 : left;
}
