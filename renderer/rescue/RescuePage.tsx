import { Button, Group, Text, Title } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import css from '../people/Gate.module.css';
import { Rescue } from './Rescue.tsx';

/** On a computer that has no shop: the one of another computer comes here with its backup. */
export function RescuePage({ onBack }: { onBack(): void }) {
  const { t } = useTranslation(['rescue', 'app']);
  return (
    <main className={css.page}>
      <div className={css.panel}>
        <Title order={1}>{t('page.title')}</Title>
        <Text>{t('page.text')}</Text>
        <Rescue empty />
        <Group>
          <Button variant="subtle" leftSection={<IconArrowLeft aria-hidden />} onClick={onBack}>
            {t('app:back')}
          </Button>
        </Group>
      </div>
    </main>
  );
}
