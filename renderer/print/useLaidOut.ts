import { useEffect } from 'react';

/** Tells main that the page is ready to be printed: the title is set when the letters are there. `null` while it is not. */
export function useLaidOut(title: string | null): void {
  useEffect(() => {
    if (title === null) return;
    // Laying out is what asks for the fonts.
    document.body.getBoundingClientRect();
    void document.fonts.ready.then(() => {
      document.title = title;
    });
  }, [title]);
}
