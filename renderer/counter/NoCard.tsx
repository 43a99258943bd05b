import { Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useMay } from '../app/session.ts';
import { go } from '../app/view.ts';
import css from './Counter.module.css';

/** Where a card would be, in a shop that has no running program. */
export function NoCard() {
  const { t } = useTranslation('counter');
  const mayCreate = useMay('programs.create');
  return (
    <div className={css.empty}>
      <Text fw={650} size="lg">
        {t('noProgram.title')}
      </Text>
      <Text c="dimmed">{mayCreate ? t('noProgram.help') : t('noProgram.askOwner')}</Text>
      {mayCreate && <Button onClick={() => go({ at: 'programs' })}>{t('noProgram.create')}</Button>}
    </div>
  );
}
