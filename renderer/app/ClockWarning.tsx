import { useTranslation } from 'react-i18next';
import css from './Shell.module.css';

/** The computer's clock was set back: days would be wrong, so the person hears of it before they stamp. */
export function ClockWarning() {
  const { t } = useTranslation('app');
  return (
    <aside className={css.banner} aria-label={t('clockBehind.label')}>
      <span>{t('clockBehind.text')}</span>
    </aside>
  );
}
