import { Select, type SelectProps } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type Language, languages } from '../../preload/contract/values.ts';
import { useLocale } from '../app/format.ts';
import { currencyChoices, zoneChoices } from './zones.ts';

/** Each language in its own words. */
export const languageNames: Readonly<Record<Language, string>> = {
  en: 'English',
  id: 'Bahasa Indonesia',
  ro: 'Română',
};

/** Rows shown at once; typing finds the others. */
const shownAtOnce = 80;

export function CurrencySelect(props: SelectProps) {
  const { t } = useTranslation('shop');
  const language = useLocale((locale) => locale.language);
  const data = useMemo(() => currencyChoices(language), [language]);
  return (
    <Select
      label={t('currency')}
      data={data}
      searchable
      limit={shownAtOnce}
      allowDeselect={false}
      nothingFoundMessage={t('nothing')}
      {...props}
    />
  );
}

export function ZoneSelect({ own, ...props }: SelectProps & { own: string }) {
  const { t } = useTranslation('shop');
  const data = useMemo(() => zoneChoices(own), [own]);
  return (
    <Select
      label={t('timeZone')}
      data={data}
      searchable
      limit={shownAtOnce}
      allowDeselect={false}
      nothingFoundMessage={t('nothing')}
      {...props}
    />
  );
}

/** Start of the business day, whole hours from midnight to noon; value and change in minutes. */
export function DayStartSelect({
  minutes,
  onMinutes,
  ...props
}: SelectProps & { minutes: number; onMinutes(minutes: number): void }) {
  const { t } = useTranslation('shop');
  const hours = Array.from({ length: 13 }, (_, hour) => hour * 60);
  const all = hours.includes(minutes) ? hours : [...hours, minutes].sort((a, b) => a - b);
  const label = (m: number) => `${String(Math.floor(m / 60)).padStart(2, '0')}:${String(m % 60).padStart(2, '0')}`;
  return (
    <Select
      label={t('dayStart')}
      description={t('dayStartHelp')}
      data={all.map((m) => ({ value: String(m), label: label(m) }))}
      allowDeselect={false}
      {...props}
      value={String(minutes)}
      onChange={(value) => onMinutes(Number(value))}
    />
  );
}

export function LanguageSelect(props: SelectProps) {
  const { t } = useTranslation('shop');
  return (
    <Select
      label={t('language')}
      data={languages.map((value) => ({ value, label: languageNames[value] }))}
      {...props}
    />
  );
}
