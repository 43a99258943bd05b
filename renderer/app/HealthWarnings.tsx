import { useTranslation } from 'react-i18next';
import type { ShopHealth } from '../../preload/contract/shop.ts';
import css from './Shell.module.css';

/** What is wrong with the place where the shop is kept, a sentence each: what happened, what is safe, what to do. */
export function HealthWarnings({ health }: { health: ShopHealth }) {
  const { t } = useTranslation('app');
  const sentences = [
    health.firstBad === null ? null : t('health.firstBad', { seq: health.firstBad }),
    health.readOnly ? t('health.readOnly') : null,
    health.space === 'enough' ? null : t(`health.${health.space}`),
    health.journal === 'good' ? null : t(`health.${health.journal}`),
  ].filter((sentence) => sentence !== null);
  return sentences.map((sentence) => (
    <aside key={sentence} className={css.banner} aria-label={t('health.label')}>
      <span>{sentence}</span>
    </aside>
  ));
}
