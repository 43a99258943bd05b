import { create } from 'zustand';
import { customerName } from '../app/customerName.ts';
import type { AnyT } from '../i18n/index.ts';

/** What others can read over the counter (F-26): with privacy on only the first name and the last three digits. */
interface Privacy {
  /** How this till shows everybody, unless somebody presses the key. Kept on this computer. */
  readonly byDefault: boolean;
  /** The other way round for the moment. */
  readonly flipped: boolean;
}

const kept = 'regulars.privacy';
/** The key's effect ends by itself after so long, milliseconds. */
export const flipMilliseconds = 60_000;

const usePrivacyStore = create<Privacy>(() => ({
  byDefault: globalThis.localStorage?.getItem(kept) === 'on',
  flipped: false,
}));

let timer: ReturnType<typeof setTimeout> | undefined;

/** Hides or shows, until the next customer or for a minute. */
export function flipPrivacy(): void {
  clearTimeout(timer);
  const flipped = !usePrivacyStore.getState().flipped;
  usePrivacyStore.setState({ flipped });
  if (flipped) timer = setTimeout(resetPrivacy, flipMilliseconds);
}

/** Back to what the till does by default. */
export function resetPrivacy(): void {
  clearTimeout(timer);
  usePrivacyStore.setState({ flipped: false });
}

/** Chooses how this till shows everybody. */
export function keepPrivacy(byDefault: boolean): void {
  localStorage.setItem(kept, byDefault ? 'on' : 'off');
  clearTimeout(timer);
  usePrivacyStore.setState({ byDefault, flipped: false });
}

/** Is everything but first name and last digits hidden now? */
export const useHidden = (): boolean => usePrivacyStore(({ byDefault, flipped }) => byDefault !== flipped);
export const usePrivateByDefault = (): boolean => usePrivacyStore(({ byDefault }) => byDefault);

/** Their name as others may read it: the first one alone while the rest is hidden. */
export function shownName(t: AnyT, hidden: boolean, customer: Parameters<typeof customerName>[1]): string {
  const name = customerName(t, customer);
  return hidden && customer.name !== null ? (name.split(/\s+/)[0] ?? name) : name;
}
