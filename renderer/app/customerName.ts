import { type AnyT, speaking } from '../i18n/index.ts';

interface Named {
  readonly name: string | null;
  /** The shop's own number, "0001". */
  readonly number: string;
  /** The number in an imported log, which that system's cards carry. */
  readonly externalId?: string | null;
}

/** What to call somebody: their name, or "Customer 0001" by the number of the imported log, else the shop's own. */
export function customerName(t: AnyT, { name, number, externalId }: Named): string {
  return name ?? speaking(t)('app:customerNumber', { number: externalId ?? number });
}
