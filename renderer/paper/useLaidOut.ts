import { createContext, useContext, useEffect } from 'react';

/** True in the hidden window that main prints, false where a sheet is only looked at. */
export const OnPaper = createContext(false);

/** Height of a sheet of A4 without the margins of main/app/printing.ts, CSS pixels (96 an inch). */
const room = ((297 - 32) / 25.4) * 96;
/** Pixels of a rem: what is comfortable, and what can still be read (about 5.5 pt). */
const usual = 10.5;
const smallest = 7.5;
const step = 0.25;

/**
 * Tells main that the sheet can be printed: its title is set when letters and pictures are there. `null` while it is not ready;
 * `failed` closes the window, which main takes as "cannot be". `pages` (a selector) is fitted on A4 by smaller letters if need be.
 */
export function useLaidOut(title: string | null, failed: boolean, pages?: string): void {
  const onPaper = useContext(OnPaper);
  useEffect(() => {
    if (onPaper && failed) window.close();
  }, [onPaper, failed]);
  useEffect(() => {
    if (!onPaper || title === null) return;
    // Laying out is what asks for the fonts.
    document.body.getBoundingClientRect();
    const pictures = [...document.images].map((image) => image.decode().catch(() => undefined));
    void Promise.all([document.fonts.ready, ...pictures]).then(() => {
      if (pages !== undefined) shrink([...document.querySelectorAll(pages)]);
      document.title = title;
    });
  }, [onPaper, title, pages]);
}

function shrink(pages: readonly Element[]): void {
  for (let size = usual; size >= smallest; size -= step) {
    document.documentElement.style.fontSize = `${size}px`;
    if (pages.every((page) => page.getBoundingClientRect().height <= room)) return;
  }
}
