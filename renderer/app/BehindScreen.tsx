import { Button, Group, List, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppErrorData } from '../../preload/contract/errors.ts';
import type { RescueProof } from '../../preload/contract/rescue.ts';
import type { ShopFailure } from '../../preload/contract/shop.ts';
import { Proof } from '../rescue/Proof.tsx';
import { Rescue } from '../rescue/Rescue.tsx';
import { SaveReport } from '../rescue/SaveReport.tsx';
import { useAct } from './client.ts';
import { showDone } from './confirm.ts';
import { ErrorText, showError } from './errors.tsx';
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
  const [proof, setProof] = useState<RescueProof | null>(null);
  const [error, setError] = useState<AppErrorData | null>(null);
  const needsProof = lost.provers.owners.length > 0;
  const bringThemBack = async () => {
    const answer = await bringBack.act({});
    if (!answer.ok) showError(answer.error);
    else showDone(t('failure.behind.brought'));
  };
  const leaveThem = async (event: FormEvent) => {
    event.preventDefault();
    const answer = await leave.act({ proof });
    if (!answer.ok) setError(answer.error);
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
          <form onSubmit={(event) => void leaveThem(event)}>
            <Stack>
              <Text fw={600}>{t('failure.behind.leaveAsk')}</Text>
              <Text>{t('failure.behind.leaveWhat')}</Text>
              {needsProof ? (
                <>
                  <Text>{t('failure.behind.leaveOwner')}</Text>
                  <Proof provers={lost.provers} onChange={setProof} />
                </>
              ) : null}
              <ErrorText error={error} />
              <Group>
                <Button variant="default" onClick={() => setAsking(false)}>
                  {t('cancel')}
                </Button>
                <Button type="submit" color="red" loading={busy} disabled={needsProof && !proof}>
                  {t('failure.behind.leave')}
                </Button>
              </Group>
            </Stack>
          </form>
        ) : (
          <Group>
            <Button loading={busy} onClick={() => void bringThemBack()}>
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
