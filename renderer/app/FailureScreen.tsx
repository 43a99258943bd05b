import { Button, Group, List, Text, Title } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppErrorData } from '../../preload/contract/errors.ts';
import type { ShopFailure } from '../../preload/contract/shop.ts';
import { DemoFailure } from '../demo/DemoFailure.tsx';
import { BackUpNow } from '../rescue/BackUpNow.tsx';
import { LookUp } from '../rescue/LookUp.tsx';
import { Rescue } from '../rescue/Rescue.tsx';
import { Salvage } from '../rescue/Salvage.tsx';
import { SaveReport } from '../rescue/SaveReport.tsx';
import { BehindScreen } from './BehindScreen.tsx';
import { useAct } from './client.ts';
import { ErrorText, showError } from './errors.tsx';
import css from './Shell.module.css';

const bytesPerMegabyte = 1_000_000;

/** What a backup helps against: a file that cannot be used any more. */
const helpedByBackup: readonly ShopFailure['kind'][] = ['damaged', 'unreadable'];

/** The shop cannot be opened: what happened, what is safe, what to do. Its file is never touched. */
export function FailureScreen({ failure }: { failure: ShopFailure }) {
  const { t } = useTranslation('app');
  const { act, busy } = useAct('shop.lookAgain');
  const [backups, setBackups] = useState(false);
  const lookAgain = async () => {
    const answer = await act({});
    if (!answer.ok) showError(answer.error);
  };
  const { kind, lost, demo } = failure;
  if (kind === 'demo') return demo ? <DemoFailure why={demo} /> : null;
  if (kind === 'behind') return lost ? <BehindScreen lost={lost} /> : null;
  const details = {
    found: failure.found ?? '?',
    known: failure.known ?? '?',
    kept: failure.kept ?? '',
    needed: Math.ceil((failure.needed ?? 0) / bytesPerMegabyte),
  };
  return (
    <main className={css.status}>
      <div className={css.sheet} role="alert">
        <IconAlertTriangle aria-hidden size="2.75rem" stroke={1.4} />
        <Title order={1}>{t(`failure.${kind}.title`)}</Title>
        <Text>
          {t(kind === 'noRoom' && failure.needed === null ? 'failure.noRoom.whole' : `failure.${kind}.what`, details)}
        </Text>
        <Text fw={600}>{t(`failure.${kind}.safe`, details)}</Text>
        {kind === 'damaged' && failure.kept ? <Text>{t('failure.kept', details)}</Text> : null}
        <List type="ordered" spacing="xs">
          <List.Item>{t(`failure.${kind}.first`)}</List.Item>
          <List.Item>{t(`failure.${kind}.second`)}</List.Item>
        </List>
        <Group>
          <Button
            variant={helpedByBackup.includes(kind) ? 'default' : 'filled'}
            loading={busy}
            onClick={() => void lookAgain()}
          >
            {t(kind === 'safeMode' ? 'failure.safeMode.start' : 'retry')}
          </Button>
          {kind === 'safeMode' ? (
            <>
              <BackUpNow />
              <Button variant="subtle" aria-expanded={backups} onClick={() => setBackups(!backups)}>
                {t('failure.behind.backup')}
              </Button>
            </>
          ) : null}
          <SaveReport />
        </Group>
      </div>
      {kind === 'safeMode' ? (
        <div className={css.sheet}>
          <LookUp />
        </div>
      ) : null}
      {helpedByBackup.includes(kind) || backups ? (
        <div className={css.sheet}>
          <Rescue elseSalvage={helpedByBackup.includes(kind)} />
        </div>
      ) : null}
      {helpedByBackup.includes(kind) ? (
        <div className={css.sheet}>
          <Salvage />
        </div>
      ) : null}
    </main>
  );
}

/** Not even the state of the shop could be asked. */
export function ErrorScreen({ error, onRetry }: { error: AppErrorData; onRetry: () => void }) {
  const { t } = useTranslation('app');
  return (
    <main className={css.status}>
      <div className={css.sheet}>
        <Title order={1}>{t('broken.title')}</Title>
        <ErrorText error={error} />
        <Group>
          <Button onClick={onRetry}>{t('retry')}</Button>
        </Group>
      </div>
    </main>
  );
}
