import { useTranslation } from 'react-i18next';
import { useAsk } from '../app/client.ts';
import { useFormat, useLocale } from '../app/format.ts';
import { useLaidOut } from '../paper/useLaidOut.ts';
import { DayFacts } from './DayFacts.tsx';
import css from './DaySheet.module.css';
import { DayTable } from './DayTable.tsx';

/** One business day on one page (F-56), with lines to sign. */
export function DaySheet({ day }: { day: string }) {
  const { t } = useTranslation('dayEnd');
  const format = useFormat();
  const today = useLocale((locale) => locale.today);
  const settings = useAsk('shop.settings', {});
  const { data, error } = useAsk('dayEnd.of', { day });
  const ready = settings.data && data;
  const title = t('sheetTitle', { day: format.day(day) });
  useLaidOut(ready ? `${settings.data.name} – ${title}` : null, Boolean(settings.error ?? error));
  if (!ready) return null;
  return (
    <main className={css.page}>
      <header className={css.head}>
        <h1>{title}</h1>
        <strong>{settings.data.name}</strong>
      </header>
      {!data.over && <p>{t('soFar')}</p>}
      <DayTable day={data} />
      <DayFacts day={data} />
      <p className={css.note}>{t('note')}</p>
      <footer className={css.foot}>
        <span>{t('printedOn', { day: format.day(today) })}</span>
        <span className={css.sign}>{t('signature')}</span>
      </footer>
    </main>
  );
}
