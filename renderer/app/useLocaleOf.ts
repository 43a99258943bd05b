import { useLayoutEffect } from 'react';
import type { ShopStatus } from '../../preload/contract/shop.ts';
import { speak } from '../i18n/index.ts';
import { useLocale } from './format.ts';

/** The language of the person, else of the shop, else of the computer; the shop's money and time. */
export function useLocaleOf(status: ShopStatus, own: ShopStatus['systemLanguage'] | null): void {
  const settings = status.settings;
  const language = own ?? settings?.language ?? status.systemLanguage;
  const currency = settings?.currency ?? 'EUR';
  const timeZone = settings?.timeZone ?? status.systemTimeZone;
  const today = status.today ?? new Date(status.now).toISOString().slice(0, 10);
  useLayoutEffect(() => {
    useLocale.setState({ language, currency, timeZone, today });
    speak(language);
  }, [language, currency, timeZone, today]);
}
