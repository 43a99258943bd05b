import { Button, Group, List, Text, Title } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ShopFailure } from '../../preload/contract/shop.ts';
import { useAct } from '../app/client.ts';
import { showError } from '../app/errors.tsx';
import css from '../app/Shell.module.css';
import { EnterDemo } from './EnterDemo.tsx';
import { LeaveDemo } from './LeaveDemo.tsx';

/** What helps a shop in the same trouble. */
const helps = { busy: 'busy', unreadable: 'unreadable', full: 'noRoom' } as const;

/** The demo does not open: whose file it is, and what there is to do. A damaged one stays damaged, whatever helps a shop. */
export function DemoFailure({ why }: { why: NonNullable<ShopFailure['demo']> }) {
  const { t } = useTranslation(['demo', 'app']);
  const { act, busy } = useAct('shop.lookAgain');
  const lookAgain = async () => {
    const answer = await act({});
    if (!answer.ok) showError(answer.error);
  };
  return (
    <main className={css.status}>
      <div className={css.sheet} role="alert">
        <IconAlertTriangle aria-hidden size="2.75rem" stroke={1.4} />
        <Title order={1}>{t(`failure.${why}.title`)}</Title>
        <Text>{t(`failure.${why}.what`)}</Text>
        <Text fw={600}>{t('failure.safe')}</Text>
        <List type="ordered" spacing="xs">
          {why === 'damaged' ? (
            <List.Item>{t('failure.anew')}</List.Item>
          ) : (
            <>
              <List.Item>{t(`app:failure.${helps[why]}.first`)}</List.Item>
              <List.Item>{t('failure.again')}</List.Item>
            </>
          )}
          <List.Item>{t('failure.leave')}</List.Item>
        </List>
        <Group>
          {why === 'damaged' ? null : (
            <Button loading={busy} onClick={() => void lookAgain()}>
              {t('app:retry')}
            </Button>
          )}
          <EnterDemo again variant={why === 'damaged' ? 'filled' : 'default'} />
          <LeaveDemo variant="default" />
        </Group>
      </div>
    </main>
  );
}
