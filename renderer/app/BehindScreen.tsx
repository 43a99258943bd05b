import { Button, Group, List, Text, Title } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ShopFailure } from '../../preload/contract/shop.ts';
import { Rescue } from '../rescue/Rescue.tsx';
import { SaveReport } from '../rescue/SaveReport.tsx';
import { useAct } from './client.ts';
import { showDone } from './confirm.ts';
import { showError } from './errors.tsx';
import { useFormat } from './format.ts';
import css from './Shell.module.css';

/** The journal has entries that the shop's file lacks: what is missing, what comes back and what does not, and the way on. */
export function BehindScreen({ lost }: { lost: NonNullable<ShopFailure['lost']> }) {
  const { t } = useTranslation('app');
  const format = useFormat();
  const [asking, setAsking] = useState(false);
  const [backups, setBackups] = useState(false);
  const bringBack = useAct('shop.bringBack');
  const leave = useAct('shop.leaveBehind');
  const run = async ({ act }: typeof bringBack, done: string | null) => {
    const answer = await act({});
    if (!answer.ok) showError(answer.error);
    else if (done) showDone(done);
  };
  const busy = bringBack.busy || leave.busy;
  const since = format.moment(lost.since);
  return (
    <main className={css.status}>
      <div className={css.sheet} role="alert">
        <IconAlertTriangle aria-hidden size="2.75rem" stroke={1.4} />
        <Title order={1}>{t('failure.behind.title')}</Title>
        {lost.entries > 0 ? <Text>{t('failure.behind.what', { count: lost.entries, since })}</Text> : null}
        {lost.changes > 0 ? <Text>{t('failure.behind.changes', { count: lost.changes })}</Text> : null}
        <Text fw={600}>{t('failure.behind.safe')}</Text>
        <List type="ordered" spacing="xs">
          <List.Item>{t('failure.behind.first')}</List.Item>
          <List.Item>{t('failure.behind.second')}</List.Item>
        </List>
        {asking ? (
          <>
            <Text fw={600}>{t('failure.behind.leaveAsk')}</Text>
            <Text>{t('failure.behind.leaveWhat')}</Text>
            <Group>
              <Button variant="default" onClick={() => setAsking(false)}>
                {t('cancel')}
              </Button>
              <Button color="red" loading={busy} onClick={() => void run(leave, null)}>
                {t('failure.behind.leave')}
              </Button>
            </Group>
          </>
        ) : (
          <Group>
            <Button loading={busy} onClick={() => void run(bringBack, t('failure.behind.brought'))}>
              {t('failure.behind.bringBack')}
            </Button>
            <Button variant="default" disabled={busy} onClick={() => setAsking(true)}>
              {t('failure.behind.leave')}
            </Button>
            <Button variant="subtle" disabled={busy} aria-expanded={backups} onClick={() => setBackups(!backups)}>
              {t('failure.behind.backup')}
            </Button>
            <SaveReport />
          </Group>
        )}
      </div>
      {backups ? (
        <div className={css.sheet}>
          <Rescue />
        </div>
      ) : null}
    </main>
  );
}
