import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAct } from '../app/client.ts';
import { showError } from '../app/errors.tsx';
import css from '../app/Shell.module.css';

/** Always there in the demo shop, so that nobody takes it for the real one. */
export function DemoBanner() {
  const { t } = useTranslation('demo');
  const leave = useAct('demo.leave');
  return (
    <aside className={css.banner} aria-label={t('banner.label')}>
      <span>{t('banner.text')}</span>
      <span>{t('banner.pins')}</span>
      <Button
        variant="white"
        color="dark"
        loading={leave.busy}
        onClick={async () => {
          const answer = await leave.act({});
          if (!answer.ok) showError(answer.error);
        }}
      >
        {t('banner.leave')}
      </Button>
    </aside>
  );
}
