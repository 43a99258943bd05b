import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import type axe from 'axe-core';
import type { Result } from 'axe-core';
import type { App } from './app.ts';
import { root } from './root.ts';

/** Waits until nothing moves any more, so that colours and places are final. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const frame = () => new Promise((drawn) => requestAnimationFrame(drawn));
    const moving = () => document.getAnimations().filter((one) => one.effect?.getComputedTiming().endTime !== Infinity);
    // What was just changed begins to move with the next frame.
    await frame();
    await frame();
    for (let now = moving(); now.length > 0; now = moving()) await Promise.allSettled(now.map((one) => one.finished));
    await document.fonts.ready;
  });
}

/** The short form: it is read anew by every page that is looked at. */
const axeSource = readFileSync(join(root, 'node_modules/axe-core/axe.min.js'), 'utf8');

/** The rules that look at colours. All others read what is the same in light and dark. */
const colours = ['color-contrast', 'link-in-text-block'];

/**
 * What axe finds in the page as it stands, by all its rules or by some. It is put into each page once, and describes only what is wrong: the rest
 * costs most of its time.
 */
export async function axeViolations(page: Page, rules?: readonly string[]): Promise<Result[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeSource);
  return page.evaluate(
    async (only) => {
      const { axe: its } = window as unknown as { axe: typeof axe };
      return (await its.run(document, { resultTypes: ['violations'], ...(only ? { runOnly: only } : {}) })).violations;
    },
    rules as string[] | undefined,
  );
}

/** No axe violation in the page as it stands: all rules in light, those about colours in dark as well. */
export async function expectAccessible(page: Page, screen: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await settled(page);
    const found = (await axeViolations(page, colorScheme === 'dark' ? colours : undefined)).map(({ id, nodes }) => ({
      id,
      where: nodes.map(({ html, failureSummary }) => `${html}\n${failureSummary}`),
    }));
    expect(found, `${screen}, ${colorScheme}`).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: 'light' });
}

/** Sets the size of the page's area, CSS pixels. */
export async function resize(app: App, width: number, height: number): Promise<void> {
  await app.electron.evaluate(
    ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height),
    { width, height },
  );
  await app.page.waitForFunction((size) => innerWidth === size.width && innerHeight === size.height, { width, height });
}

/** Letters of twice the size, as a person sets them in the system. */
export async function enlargeText(page: Page, percent: number): Promise<void> {
  await page.evaluate((size) => {
    document.documentElement.style.fontSize = `${size}%`;
  }, percent);
}

/** Nothing has to be scrolled sideways to be read, and nothing sticks out of the window. */
export async function expectNoSideScroll(page: Page, screen: string): Promise<void> {
  await settled(page);
  const wide = await page.evaluate(() => {
    const found: string[] = [];
    const name = (element: Element) => `${element.tagName.toLowerCase()}.${element.className}`.slice(0, 120);
    for (const element of [document.documentElement, ...document.querySelectorAll('main, dialog, [role="dialog"]')]) {
      if (element.scrollWidth > element.clientWidth + 1)
        found.push(`${name(element)}: ${element.scrollWidth} > ${element.clientWidth}`);
    }
    for (const control of document.querySelectorAll('button, input, select, textarea, a, [role="option"]')) {
      const { left, right, width } = control.getBoundingClientRect();
      // Tables may be scrolled sideways in a frame of their own.
      if (
        width === 0 ||
        control.closest('[role="grid"], .mantine-TableScrollContainer-scrollContainer, [aria-hidden="true"]')
      )
        continue;
      if (left < -1 || right > innerWidth + 1)
        found.push(`${name(control)} "${control.textContent}": ${Math.round(left)}–${Math.round(right)}`);
    }
    return found;
  });
  expect(wide, screen).toEqual([]);
}

/** What a finger presses is at least 44 CSS pixels wide and high. */
export async function expectLargeTargets(page: Page, screen: string): Promise<void> {
  const small = await page.evaluate(() => {
    const found: string[] = [];
    for (const target of document.querySelectorAll(
      'button, input:not([type="radio"], [type="checkbox"], [type="hidden"]), select, textarea, a[href], [role="option"], [role="menuitem"]',
    )) {
      const { width, height } = target.getBoundingClientRect();
      if (width === 0 || !target.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
      // The way past the navigation is only on screen while it has the focus.
      if (target.matches('[class*="skip"]')) continue;
      if (width < 43.5 || height < 43.5)
        found.push(
          `${target.tagName} "${target.getAttribute('aria-label') ?? target.textContent}": ${Math.round(width)} × ${Math.round(height)}`,
        );
    }
    return found;
  });
  expect(small, screen).toEqual([]);
}

/** All of it: axe in light and dark, and nothing that has to be scrolled sideways, at 1024 × 768 and with letters of twice the size. */
export async function look(app: App, screen: string): Promise<void> {
  await expectAccessible(app.page, screen);
  await resize(app, 1024, 768);
  await expectNoSideScroll(app.page, `${screen} at 1024 × 768`);
  await resize(app, 1280, 860);
  await enlargeText(app.page, 200);
  await expectNoSideScroll(app.page, `${screen} with 200 % text`);
  await enlargeText(app.page, 100);
}

/** The CSP directives that an attempt violates; the attempt itself may throw. What the test driver evaluates is exempt, so it comes later. */
export async function violations(page: Page, attempt: () => unknown): Promise<string[]> {
  await page.evaluate(() => {
    const seen: string[] = [];
    Object.assign(window, { seen });
    document.addEventListener('securitypolicyviolation', (event) => seen.push(event.effectiveDirective));
  });
  await page.evaluate(attempt).catch(() => undefined);
  const read = () => page.evaluate(() => (window as Window & { seen?: string[] }).seen ?? []);
  await expect.poll(read).not.toEqual([]);
  return read();
}
