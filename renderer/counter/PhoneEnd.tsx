import { useTranslation } from 'react-i18next';
import css from './Counter.module.css';

/** The last three digits of a phone; never more of it is on the counter's screen (F-26). */
export function PhoneEnd({ digits }: { digits: string | null }) {
  const { t } = useTranslation('counter');
  if (!digits) return <span />;
  return (
    <span className={css.phone}>
      <span aria-hidden>••• {digits}</span>
      <span className={css.said}>{t('phoneEnd', { digits })}</span>
    </span>
  );
}
