import { useTranslation } from 'react-i18next';
import { useAsk } from '../app/client.ts';
import { customerName } from '../app/customerName.ts';
import { useFormat, useLocale } from '../app/format.ts';
import css from './StampSheet.module.css';
import { useLaidOut } from './useLaidOut.ts';

/** Lines on a page of A4. */
export const balancesPerPage = 32;

/** What every customer has, on paper: what is left to go by when everything else is lost (F-58). `lines` null: everybody. */
export function BalancesSheet({ lines }: { lines: number | null }) {
  const { t } = useTranslation('paper');
  const format = useFormat();
  const today = useLocale((locale) => locale.today);
  const settings = useAsk('shop.settings', {});
  const { data, error } = useAsk('paper.balances', { lines });
  const ready = settings.data && data;
  const title = t('balances.title', { day: format.day(today) });
  useLaidOut(ready ? `${settings.data.name} – ${title}` : null, Boolean(settings.error ?? error));
  if (!ready) return null;
  const pages = Math.max(1, Math.ceil(data.rows.length / balancesPerPage));
  return Array.from({ length: pages }, (_, page) => page).map((page) => (
    <main key={page} className={css.page}>
      <header className={css.head}>
        <div>
          <h1>{title}</h1>
          <p>
            {data.rows.length < data.total
              ? t('balances.some', { shown: format.number(data.rows.length), total: format.number(data.total) })
              : t('balances.all', { total: format.number(data.total) })}
          </p>
        </div>
        <div className={css.date}>
          <strong>{settings.data.name}</strong>
        </div>
      </header>
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">{t('sheet.customer')}</th>
            <th scope="col">{t('balances.number')}</th>
            <th scope="col">{t('balances.cards')}</th>
            <th scope="col">{t('balances.rewards')}</th>
          </tr>
        </thead>
        <tbody>
          {data.rows.slice(page * balancesPerPage, (page + 1) * balancesPerPage).map((row) => (
            <tr key={row.customerId}>
              <td>
                <strong>{customerName(t, row)}</strong>
              </td>
              <td>{row.number}</td>
              <td>
                {row.cards
                  .map(({ program, units, goal }) =>
                    goal === null
                      ? `${program}: ${format.number(units)}`
                      : `${program}: ${t('sheet.progress', { stamps: units, goal })}`,
                  )
                  .join(' · ')}
              </td>
              <td>{row.openRewards > 0 ? format.number(row.openRewards) : ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <footer className={css.foot}>
        <span>{t('balances.help')}</span>
        <span>
          {page + 1} / {pages}
        </span>
      </footer>
    </main>
  ));
}
