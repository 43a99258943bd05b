import type { Page } from '@playwright/test';
import type { App } from './app.ts';

/** Milliseconds between the keys of a quick typist; a scanner is far below. */
const typist = 60;

/** Types wherever the focus is, slowly enough not to be taken for a scanner. */
export async function typeAsAPerson(page: Page, text: string): Promise<void> {
  await page.keyboard.type(text, { delay: typist });
}

/**
 * How a USB scanner sends a code: as fast as the machine takes it, then the key it was set up to end with. The keys come from
 * the main process in one go, because a key at a time over Playwright's wire is, on a busy machine, as slow as a person.
 */
export async function scan(app: App, code: string, { end = 'Enter' }: { end?: 'Enter' | 'Tab' } = {}): Promise<void> {
  const keys = [...code].map(keyOf);
  await sendKeys(app, [
    ...keys,
    { keyCode: end === 'Enter' ? 'Return' : 'Tab', character: end === 'Enter' ? '\r' : '\t' },
  ]);
}

export interface Key {
  /** Electron's name of the key. */
  readonly keyCode: string;
  /** What it types; null for none. */
  readonly character: string | null;
  readonly modifiers?: ('control' | 'shift')[];
}

export function keyOf(character: string): Key {
  const shifted = character !== character.toLowerCase();
  return { keyCode: character === ' ' ? 'Space' : character, character, modifiers: shifted ? ['shift'] : [] };
}

/** Keys from the main process, so many milliseconds apart: Playwright's wire is slower than that on a busy machine. */
export async function sendKeys(app: App, keys: readonly Key[], every = 0): Promise<void> {
  await app.electron.evaluate(
    async ({ BrowserWindow }, [pressed, pause]) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      for (const { keyCode, character, modifiers = [] } of pressed) {
        contents?.sendInputEvent({ type: 'keyDown', keyCode, modifiers: [...modifiers] });
        if (character !== null)
          contents?.sendInputEvent({ type: 'char', keyCode: character, modifiers: [...modifiers] });
        contents?.sendInputEvent({ type: 'keyUp', keyCode, modifiers: [...modifiers] });
        if (pause > 0) await new Promise((done) => setTimeout(done, pause));
      }
    },
    [keys, every] as const,
  );
}
