import { useEffect } from 'react';

/** Height of a sheet of A4 without the margins of main/app/printing.ts, CSS pixels (96 an inch). */
const room = ((297 - 32) / 25.4) * 96;
/** Pixels of a rem: what is comfortable, and what can still be read (about 5.5 pt). */
const usual = 10.5;
const smallest = 7.5;
const step = 0.25;

/**
 * Fits each page on its sheet, by smaller letters if need be, and tells main that it can be printed: the title is set when the
 * letters are there. `null` while the page is not ready.
 */
export function useLaidOut(title: string | null, pages: string): void {
  useEffect(() => {
    if (title === null) return;
    // Laying out is what asks for the fonts.
    document.body.getBoundingClientRect();
    void document.fonts.ready.then(() => {
      shrink([...document.querySelectorAll(pages)]);
      document.title = title;
    });
  }, [title, pages]);
}

function shrink(pages: readonly Element[]): void {
  for (let size = usual; size >= smallest; size -= step) {
    document.documentElement.style.fontSize = `${size}px`;
    if (pages.every((page) => page.getBoundingClientRect().height <= room)) return;
  }
}
