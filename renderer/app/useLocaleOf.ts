import { useLayoutEffect } from 'react';
import type { ShopStatus } from '../../preload/contract/shop.ts';
import { noOwnWords } from '../../preload/contract/words.ts';
import { sayAs, speak } from '../i18n/index.ts';
import { useLocale } from './format.ts';

/** The language of the person, else of the shop, else of the computer; the shop's money, time and words. */
export function useLocaleOf(status: ShopStatus, own: ShopStatus['systemLanguage'] | null): void {
  const settings = status.settings;
  const language = own ?? settings?.language ?? status.systemLanguage;
  const currency = settings?.currency ?? 'EUR';
  const timeZone = settings?.timeZone ?? status.systemTimeZone;
  const words = settings?.words ?? noOwnWords;
  const today = status.today ?? new Date(status.now).toISOString().slice(0, 10);
  useLayoutEffect(() => {
    useLocale.setState({ language, currency, timeZone, today });
    speak(language);
    sayAs(words);
  }, [language, currency, timeZone, today, words]);
}
