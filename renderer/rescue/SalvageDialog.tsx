import { Alert, Button, Group, List, Modal, Stack, Text } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Salvage } from '../../preload/contract/rescue.ts';
import { useLongAsk } from '../app/client.ts';
import { showDone } from '../app/confirm.ts';
import { ErrorText } from '../app/errors.tsx';
import { useFormat } from '../app/format.ts';
import { LongWork } from '../app/LongWork.tsx';
import { TakePlace } from './TakePlace.tsx';

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
  const { t } = useTranslation('rescue');
  const format = useFormat();
  const { shopName: shop, known, nameless, fromBackup, entries, entriesOnce, refused, parts } = salvage;
  return (
    <TakePlace
      source={salvage.source}
      shop={shop}
      provers={salvage}
      nobody={t('salvage.noProof')}
      go={t('salvage.go')}
      onDone={() => showDone(t('salvage.done', { known: format.number(known), entries: format.number(entries) }))}
      onClose={onClose}
    >
      <List spacing="xs">
        <List.Item>{t('salvage.known', { count: known, number: format.number(known) })}</List.Item>
        {fromBackup > 0 ? (
          <List.Item>{t('salvage.fromBackup', { count: fromBackup, number: format.number(fromBackup) })}</List.Item>
        ) : null}
        {nameless > 0 ? (
          <List.Item>{t('salvage.nameless', { count: nameless, number: format.number(nameless) })}</List.Item>
        ) : null}
        <List.Item>
          {entries < entriesOnce
            ? t('salvage.someEntries', { entries: format.number(entries), of: format.number(entriesOnce) })
            : t('salvage.allEntries', { count: entries, number: format.number(entries) })}
        </List.Item>
        {refused > 0 ? (
          <List.Item>{t('salvage.refused', { count: refused, number: format.number(refused) })}</List.Item>
        ) : null}
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
    </TakePlace>
  );
}
