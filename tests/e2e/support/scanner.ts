import type { Page } from '@playwright/test';

/** How a USB scanner sends a code: as fast as the machine takes it, then the key it was set up to end with. */
export async function scan(page: Page, code: string, { end = 'Enter' }: { end?: 'Enter' | 'Tab' } = {}): Promise<void> {
  await page.keyboard.type(code);
  await page.keyboard.press(end);
}
