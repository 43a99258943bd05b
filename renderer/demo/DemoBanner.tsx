import { useTranslation } from 'react-i18next';
import css from '../app/Shell.module.css';
import { LeaveDemo } from './LeaveDemo.tsx';

/** Always there in the demo shop, so that nobody takes it for the real one. */
export function DemoBanner() {
  const { t } = useTranslation('demo');
  return (
    <aside className={css.banner} aria-label={t('banner.label')}>
      <span>{t('banner.text')}</span>
      <span>{t('banner.pins')}</span>
      <LeaveDemo variant="white" color="dark" />
    </aside>
  );
}
