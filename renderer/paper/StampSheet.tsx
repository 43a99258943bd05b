import { useTranslation } from 'react-i18next';
import type { StampSheet as Answer } from '../../preload/contract/paper.ts';
import { useAsk } from '../app/client.ts';
import { customerName } from '../app/customerName.ts';
import { useFormat, useLocale } from '../app/format.ts';
import css from './StampSheet.module.css';
import { useLaidOut } from './useLaidOut.ts';

/** Lines on a page of A4; empty ones at the end for people who are not on the list. */
const perPage = 32;
const blank = 8;
/** Boxes to tick, one a stamp. */
const boxes = [1, 2, 3, 4, 5];

type Row = Answer['rows'][number] | null;

/** The list for a day without power: who has how many, and room to note what is given (F-29). */
export function StampSheet({ programId }: { programId: string }) {
  const { t } = useTranslation('paper');
  const format = useFormat();
  const today = useLocale((locale) => locale.today);
  const settings = useAsk('shop.settings', {});
  const { data, error } = useAsk('paper.stampSheet', { programId });
  const ready = settings.data && data;
  useLaidOut(ready ? `${settings.data.name} – ${t('sheet.title')}` : null, Boolean(settings.error ?? error));
  if (!ready) return null;
  const lines: Row[] = [...data.rows, ...Array<null>(blank).fill(null)];
  const pages = Math.ceil(lines.length / perPage);
  return Array.from({ length: pages }, (_, page) => page).map((page) => (
    <main key={page} className={css.page}>
      <header className={css.head}>
        <div>
          <h1>
            {t('sheet.title')}: {data.program}
          </h1>
          <p>{t('sheet.asOf', { day: format.day(today) })}</p>
        </div>
        <div className={css.date}>
          <strong>{settings.data.name}</strong>
          <span>{t('sheet.date')} ____________</span>
        </div>
      </header>
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">{t('sheet.customer')}</th>
            <th scope="col">{t('sheet.phone')}</th>
            <th scope="col">{t('sheet.now')}</th>
            <th scope="col">{data.kind === 'stamps' ? t('sheet.given') : t('sheet.pointsGiven')}</th>
            <th scope="col">{t('sheet.reward')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.slice(page * perPage, (page + 1) * perPage).map((row, i) => (
            <tr key={row?.customerId ?? i}>
              <td>
                {row && (
                  <>
                    <strong>{customerName(t, row)}</strong> {row.name !== null && <small>{row.number}</small>}
                  </>
                )}
              </td>
              <td>{row?.phoneEnd && `…${row.phoneEnd}`}</td>
              <td>
                {row &&
                  (data.goal === null
                    ? format.number(row.stamps)
                    : t('sheet.progress', { stamps: row.stamps, goal: data.goal }))}
                {row && row.openRewards > 0 && ` + ${t('sheet.rewards', { count: row.openRewards })}`}
              </td>
              <td>
                {data.kind === 'stamps' && (
                  <span className={css.boxes}>
                    {boxes.map((box) => (
                      <i key={box} />
                    ))}
                  </span>
                )}
              </td>
              <td>
                <span className={css.boxes}>
                  <i />
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <footer className={css.foot}>
        <span>{t('sheet.help')}</span>
        <span>
          {page + 1} / {pages}
        </span>
      </footer>
    </main>
  ));
}
