import { type AnyT, speaking } from '../i18n/index.ts';

interface Named {
  readonly name: string | null;
  /** The shop's own number, "0001". */
  readonly number: string;
  /** The name in an imported log. */
  readonly externalId?: string | null;
}

/** What to call somebody: their name, the name in the imported log, or "Customer 0001". */
export function customerName(t: AnyT, { name, number, externalId }: Named): string {
  return name ?? externalId ?? speaking(t)('app:customerNumber', { number });
}
