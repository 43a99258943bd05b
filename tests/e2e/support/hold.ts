import { expect } from '@playwright/test';
import { channels } from '../../../preload/channels.ts';
import type { App } from './app.ts';

/**
 * Keeps the calls of one procedure from being answered, before main has done them or after: what is pending when the page breaks off.
 */
export async function hold(app: App, name: string, when: 'before' | 'after'): Promise<void> {
  await app.electron.evaluate(
    ({ ipcMain }, of) => {
      type Handler = (event: unknown, ...words: unknown[]) => Promise<unknown>;
      const handlers = (ipcMain as unknown as { _invokeHandlers: Map<string, Handler> })._invokeHandlers;
      const main = globalThis as unknown as { held?: (() => void)[]; answers?: Handler; undo?: (() => void)[] };
      const original = main.answers ?? handlers.get(of.channel);
      if (!original) throw new Error('nobody listens');
      main.answers = original;
      main.undo ??= [];
      main.undo.push(() => handlers.set(of.channel, original));
      main.held = [];
      handlers.set(of.channel, async (event, ...words) => {
        if (words[0] !== of.name) return original(event, ...words);
        if (of.when === 'after') await original(event, ...words);
        // Kept where it can be reached: a promise that nobody can settle any more is cleared away, and Electron tells the page so.
        return new Promise<void>((resolve) => main.held?.push(resolve));
      });
    },
    { name, when, channel: channels.call },
  );
}

/** Waits until a call is being kept. */
export const isHeld = (app: App): Promise<void> =>
  expect.poll(() => app.electron.evaluate(() => (globalThis as unknown as { held?: unknown[] }).held?.length)).toBe(1);
