import type { TFunction } from 'i18next';
import type { Consent } from '../../preload/contract/customers.ts';

/** What somebody said about being contacted, when, and to which words. */
export function consentWords(
  { given, wording }: Pick<Consent, 'given' | 'wording'>,
  t: TFunction<'customers'>,
  day: string,
): string {
  if (!given) return t('record.consentWithdrawn', { day });
  return wording ? t('record.consentGivenTo', { day, version: wording.version }) : t('record.consentGiven', { day });
}
