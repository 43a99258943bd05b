import { Button, Group, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAct, useAsk } from '../app/client.ts';
import { ErrorText, showError } from '../app/errors.tsx';
import { Waiting } from '../app/Waiting.tsx';
import css from '../people/Gate.module.css';
import { SealForm } from './SealForm.tsx';

/** The owner of a shop whose keys lie open is asked once to lock them; it may be put off. The gate goes by itself when it was decided. */
export function SealGate() {
  const { t } = useTranslation('keys');
  const { data, error } = useAsk('keys.state', {});
  const later = useAct('keys.later');
  const putOff = async () => {
    const answer = await later.act({});
    if (!answer.ok) showError(answer.error);
  };
  return (
    <main className={css.page}>
      <section className={css.panel} aria-labelledby="seal">
        <Title order={1} id="seal">
          {t('title')}
        </Title>
        <ErrorText error={error} />
        {data ? <SealForm {...data} /> : error ? null : <Waiting />}
        <Group>
          <Text c="dimmed" size="sm">
            {t('laterHelp')}
          </Text>
          <Button variant="subtle" loading={later.busy} onClick={() => void putOff()}>
            {t('later')}
          </Button>
        </Group>
      </section>
    </main>
  );
}
