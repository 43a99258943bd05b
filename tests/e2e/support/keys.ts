import type { Page } from '@playwright/test';

/** Milliseconds between the keys of a quick typist; a scanner is far below. */
const typist = 60;

/** Types wherever the focus is, slowly enough not to be taken for a scanner. */
export async function typeAsAPerson(page: Page, text: string): Promise<void> {
  await page.keyboard.type(text, { delay: typist });
}

/** How a USB scanner sends a code: as fast as the machine takes it, then the key it was set up to end with. */
export async function scan(page: Page, code: string, { end = 'Enter' }: { end?: 'Enter' | 'Tab' } = {}): Promise<void> {
  await page.keyboard.type(code);
  await page.keyboard.press(end);
}
