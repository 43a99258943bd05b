import { Button, Group, Text, Title } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../app/client.ts';
import { showError } from '../app/errors.tsx';
import css from './Gate.module.css';
import { RecoveryCode } from './RecoveryCode.tsx';

/** An owner who has no way back in yet makes one before going on: at the end of the first run, and after the code was used. */
export function RecoveryGate({ shopName }: { shopName: string }) {
  const { t } = useTranslation(['people', 'app']);
  const leave = useAct('people.signOut');
  const lock = async () => {
    const answer = await leave.act({});
    if (!answer.ok) showError(answer.error);
  };
  return (
    <main className={css.page}>
      <section className={css.panel} aria-labelledby="recovery">
        <Title order={1} id="recovery">
          {t('recovery.title')}
        </Title>
        {/* The gate goes by itself once the shop says that there is a code. */}
        <RecoveryCode shopName={shopName} onDone={() => undefined} />
        <Group>
          <Text c="dimmed" size="sm">
            {t('recovery.later')}
          </Text>
          <Button variant="subtle" leftSection={<IconLock aria-hidden />} onClick={() => void lock()}>
            {t('app:me.lock')}
          </Button>
        </Group>
      </section>
    </main>
  );
}
