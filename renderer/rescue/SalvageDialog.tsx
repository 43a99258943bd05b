import { Alert, Button, Group, List, Modal, Stack, Text, TextInput } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppErrorData } from '../../preload/contract/errors.ts';
import type { RescueProof, Salvage } from '../../preload/contract/rescue.ts';
import { useAct, useLongAsk } from '../app/client.ts';
import { showDone } from '../app/confirm.ts';
import { ErrorText } from '../app/errors.tsx';
import { useFormat } from '../app/format.ts';
import { LongWork } from '../app/LongWork.tsx';
import { Proof } from './Proof.tsx';

/** What could be saved of a damaged file; then the shop's name and the proof that it is one's own, and it takes the file's place. */
export function SalvageDialog({ onClose }: { onClose(): void }) {
  const { t } = useTranslation(['rescue', 'backups']);
  const { data, error, ...work } = useLongAsk('rescue.salvage', {}, 'rescue.cancel');
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('salvage.title')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('backups:restore.cancel') }}
    >
      {data && !work.working ? (
        <SalvageForm salvage={data} onClose={onClose} />
      ) : (
        <Stack>
          <LongWork of={work} doing={t('salvage.working')} ask={t('salvage.again')} />
          <ErrorText error={error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('backups:restore.cancel')}
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}

function SalvageForm({ salvage, onClose }: { salvage: Salvage; onClose(): void }) {
  const { t } = useTranslation(['rescue', 'backups']);
  const format = useFormat();
  const { act, busy } = useAct('rescue.restore');
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState(false);
  const [proof, setProof] = useState<RescueProof | null>(null);
  const [error, setError] = useState<AppErrorData | null>(null);
  const { shopName: shop, known, nameless, fromBackup, entries, entriesOnce, parts } = salvage;
  const lost = entriesOnce - entries;

  const take = async (event: FormEvent) => {
    event.preventDefault();
    setError(null);
    if (typed.trim() !== shop) return setWrong(true);
    if (!proof) return;
    const answer = await act({ source: salvage.source, typed, proof });
    if (!answer.ok) return setError(answer.error);
    showDone(t('salvage.done', { known: format.number(known), entries: format.number(entries) }));
  };

  return (
    <form onSubmit={(event) => void take(event)}>
      <Stack>
        <List spacing="xs">
          <List.Item>{t('salvage.known', { count: known, number: format.number(known) })}</List.Item>
          {fromBackup > 0 ? (
            <List.Item>{t('salvage.fromBackup', { count: fromBackup, number: format.number(fromBackup) })}</List.Item>
          ) : null}
          {nameless > 0 ? (
            <List.Item>{t('salvage.nameless', { count: nameless, number: format.number(nameless) })}</List.Item>
          ) : null}
          <List.Item>
            {lost > 0
              ? t('salvage.someEntries', { entries: format.number(entries), of: format.number(entriesOnce) })
              : t('salvage.allEntries', { count: entries, number: format.number(entries) })}
          </List.Item>
          <List.Item>{t('aside')}</List.Item>
        </List>
        {parts.length > 0 ? (
          <Alert variant="light" color="terracotta" icon={<IconInfoCircle aria-hidden />}>
            <Text>{t('salvage.mayLack')}</Text>
            <List spacing={4} mt="xs">
              {parts.map((part) => (
                <List.Item key={part}>{t(`salvage.part.${part}`)}</List.Item>
              ))}
            </List>
          </Alert>
        ) : null}
        <TextInput
          label={t('backups:restore.type', { shop })}
          data-autofocus
          autoComplete="off"
          maxLength={200}
          value={typed}
          error={wrong ? t('backups:restore.wrong', { shop }) : null}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setWrong(false);
          }}
        />
        <Proof provers={salvage} nobody={t('salvage.noProof')} onChange={setProof} />
        <ErrorText error={error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('backups:restore.cancel')}
          </Button>
          <Button type="submit" color="terracotta" loading={busy} disabled={!proof}>
            {t('salvage.go')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
