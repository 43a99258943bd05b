import { useEffect } from 'react';
import { call } from '../app/client.ts';

/** Touches reported to main at most this often, milliseconds; the lock is minutes away. */
const quiet = 20_000;

/** Tells main that somebody is at the till, so that it does not lock. Main alone decides when it does. */
export function useTouch(): void {
  useEffect(() => {
    let told = 0;
    const touch = () => {
      const now = performance.now();
      if (told !== 0 && now - told < quiet) return;
      told = now;
      void call('people.touch', {});
    };
    window.addEventListener('pointerdown', touch, { capture: true });
    window.addEventListener('keydown', touch, { capture: true });
    return () => {
      window.removeEventListener('pointerdown', touch, { capture: true });
      window.removeEventListener('keydown', touch, { capture: true });
    };
  }, []);
}
