import { type RefObject, useEffect, useEffectEvent, useRef } from 'react';
import { flushSync } from 'react-dom';
import { showError } from '../app/errors.tsx';
import { flipPrivacy } from './privacy.ts';
import { askFor, close, search, undo, useCounter } from './store.ts';

const isTyping = (element: Element | null): element is HTMLInputElement | HTMLTextAreaElement =>
  element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;

const isDialog = (node: EventTarget): boolean => node instanceof Element && node.matches('[aria-modal="true"]');

/** Does this key belong to a dialog? Also when the dialog has just closed because of it. */
const isForDialog = (event: KeyboardEvent): boolean =>
  document.querySelector('[aria-modal="true"]') !== null || event.composedPath().some(isDialog);

/** One step back: the typed text, the question for a proof, the customer. */
function stepBack(): void {
  const { text, asking } = useCounter.getState();
  if (text) search('');
  else if (asking) askFor(null);
  else close();
}

/**
 * The keys of the counter wherever the focus is: Escape steps back, Ctrl+Z takes the last action back, Ctrl+H hides the person,
 * Enter presses the obvious button when nothing has the focus, and letters go to the search field.
 */
export function useTillKeys(
  field: RefObject<HTMLInputElement | null>,
  primary: RefObject<HTMLButtonElement | null>,
): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || isForDialog(event)) return;
      const focused = document.activeElement;
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'z') {
        if (isTyping(focused) && focused.value) return;
        event.preventDefault();
        void undo().then((error) => error && showError(error));
      } else if (event.ctrlKey && !event.altKey && event.key.toLowerCase() === 'h') {
        event.preventDefault();
        flipPrivacy();
      } else if (event.ctrlKey || event.altKey || event.metaKey) {
        return;
      } else if (event.key === 'Escape') {
        event.preventDefault();
        stepBack();
        field.current?.focus();
      } else if (event.key === 'Enter' && (focused === null || focused === document.body)) {
        primary.current?.click();
      } else if (event.key.length === 1 && event.key !== ' ' && event.key !== '?' && !isTyping(focused)) {
        // The key itself lands in the field: the focus moves before the character is written.
        field.current?.focus();
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [field, primary]);
}

/** A lone digit is a number of stamps; two in quick succession are a number being typed or scanned. Milliseconds. */
const loneDigit = 90;

/** Keys 1 to 9 give that many stamps while `armed`, unless somebody is typing into a field. */
export function useStampKeys(armed: boolean, give: (stamps: number) => void): void {
  const waiting = useRef<{ digit: string; timer: number } | null>(null);
  const onGive = useEffectEvent(give);
  useEffect(() => {
    if (!armed) return;
    const onKey = (event: KeyboardEvent) => {
      if (waiting.current) {
        // More keys follow: it was the beginning of a number, which belongs to the search field.
        window.clearTimeout(waiting.current.timer);
        const { digit } = waiting.current;
        waiting.current = null;
        // The field must hold the first digit before the second one is written into it.
        if (event.key.length === 1) flushSync(() => search(digit));
        return;
      }
      const plain = !event.ctrlKey && !event.altKey && !event.metaKey && !event.repeat;
      if (!plain || !/^[1-9]$/.test(event.key) || isTyping(document.activeElement) || isForDialog(event)) return;
      event.preventDefault();
      const timer = window.setTimeout(() => {
        waiting.current = null;
        onGive(Number(event.key));
      }, loneDigit);
      waiting.current = { digit: event.key, timer };
    };
    window.addEventListener('keydown', onKey, { capture: true });
    return () => {
      window.removeEventListener('keydown', onKey, { capture: true });
      if (!waiting.current) return;
      // The card is drawn anew while somebody types: nothing is stamped, and the digit is not lost either.
      window.clearTimeout(waiting.current.timer);
      search(waiting.current.digit);
      waiting.current = null;
    };
  }, [armed]);
}
