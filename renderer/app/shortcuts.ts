import { useEffect, useEffectEvent, useState } from 'react';
import type { Place } from './navigation.ts';
import { openPlace } from './view.ts';

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;

/**
 * Ctrl+1 … Ctrl+7 go to the places, F1 and `?` open the list of shortcuts.
 * Ctrl+K belongs to Spotlight, the counter's own keys to the counter.
 */
export function useShortcuts(places: readonly Place[]): [helpOpen: boolean, setHelpOpen: (open: boolean) => void] {
  const [helpOpen, setHelpOpen] = useState(false);
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented) return;
    if (event.key === 'F1' || (event.key === '?' && !isTyping(event.target))) {
      event.preventDefault();
      setHelpOpen(true);
      return;
    }
    const at =
      (event.ctrlKey || event.metaKey) && !event.altKey && /^[1-9]$/.test(event.key)
        ? places[Number(event.key) - 1]
        : null;
    // Behind an open dialog nothing moves.
    if (!at || document.querySelector('[aria-modal="true"]')) return;
    event.preventDefault();
    openPlace(at);
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
  return [helpOpen, setHelpOpen];
}
