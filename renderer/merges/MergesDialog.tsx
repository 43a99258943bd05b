import { Badge, Button, Card, EmptyState, Group, Loader, Modal, ScrollArea, Stack, Text } from '@mantine/core';
import { IconArrowsJoin2 } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Result } from '../../preload/contract/errors.ts';
import type { ShortCustomer, Suspects } from '../../preload/contract/merges.ts';
import type { CustomerId } from '../../preload/contract/values.ts';
import { call, useAct } from '../app/client.ts';
import { customerName } from '../app/customerName.ts';
import { ErrorText, showError } from '../app/errors.tsx';
import { usePinGate } from '../app/session.ts';
import { ChooseCustomer } from '../counter/ChooseCustomer.tsx';
import { HitWords } from '../counter/HitWords.tsx';
import { MergePreview } from './MergePreview.tsx';

interface MergesDialogProps {
  /** The record to merge another one into; null lists the pairs that may be one person. */
  readonly customerId: CustomerId | null;
  onClose(): void;
}

/** Finds two records of one person and merges them (F-27). */
export function MergesDialog({ customerId, onClose }: MergesDialogProps) {
  const { t } = useTranslation('merges');
  const [pair, setPair] = useState<{ keepId: CustomerId; mergeId: CustomerId } | null>(null);
  return (
    <Modal
      opened
      onClose={onClose}
      title={customerId ? t('withAnother') : t('title')}
      size="xl"
      scrollAreaComponent={ScrollArea.Autosize}
      closeButtonProps={{ 'aria-label': t('cancel') }}
    >
      {pair ? (
        <MergePreview
          pair={pair}
          onSwap={() => setPair({ keepId: pair.mergeId, mergeId: pair.keepId })}
          onBack={() => setPair(null)}
          onDone={onClose}
        />
      ) : customerId ? (
        <ChooseCustomer
          label={t('search')}
          except={customerId}
          nobody={t('nobody')}
          onChoose={(hit) => setPair({ keepId: customerId, mergeId: hit.customerId })}
        />
      ) : (
        <Pairs
          onChoose={(a, b) => {
            const [keep, merge] = a.visitDays >= b.visitDays ? [a, b] : [b, a];
            setPair({ keepId: keep.customerId, mergeId: merge.customerId });
          }}
        />
      )}
    </Modal>
  );
}

/** Pairs that look like one person, the surest first. */
function Pairs({ onChoose }: { onChoose(a: ShortCustomer, b: ShortCustomer): void }) {
  const { t } = useTranslation('merges');
  const gate = usePinGate();
  const [answer, setAnswer] = useState<Result<Suspects[]> | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once, when the dialog opens
  useEffect(() => {
    void gate.run(() => call('merges.suspects', {})).then(setAnswer);
  }, []);
  if (!answer)
    return (
      <Group role="status">
        <Loader size="sm" aria-hidden />
        <Text>{t('looking')}</Text>
      </Group>
    );
  if (!answer.ok) return <ErrorText error={answer.error} />;
  if (answer.value.length === 0)
    return (
      <EmptyState
        py="lg"
        variant="light"
        icon={<IconArrowsJoin2 aria-hidden />}
        title={t('none')}
        description={t('noneHelp')}
      />
    );
  return (
    <Stack>
      <Text c="dimmed">{t('intro')}</Text>
      {answer.value.map((pair) => (
        <PairRow key={`${pair.a.customerId} ${pair.b.customerId}`} pair={pair} onChoose={onChoose} />
      ))}
    </Stack>
  );
}

/** Two records, why they may be one person, and what to say of them. */
function PairRow({
  pair: { a, b, why },
  onChoose,
}: {
  pair: Suspects;
  onChoose(a: ShortCustomer, b: ShortCustomer): void;
}) {
  const { t } = useTranslation('merges');
  const { act, busy } = useAct('merges.tellApart');
  const gate = usePinGate();
  const [apart, setApart] = useState(false);
  const names = { a: customerName(t, a), b: customerName(t, b) };
  const tellApart = async (wanted: boolean) => {
    const answer = await gate.run(() => act({ aId: a.customerId, bId: b.customerId, apart: wanted }));
    if (!answer) return;
    if (answer.ok) setApart(wanted);
    else showError(answer.error);
  };
  return (
    <Card withBorder padding="sm" role="group" aria-label={`${names.a}, ${names.b}`}>
      {apart ? (
        <Group justify="space-between">
          <Text role="status" flex="1 1 14rem">
            {t('apartDone', names)}
          </Text>
          <Button variant="default" loading={busy} onClick={() => void tellApart(false)}>
            {t('undoApart')}
          </Button>
        </Group>
      ) : (
        <Group justify="space-between">
          <Stack gap="xs" flex="1 1 14rem">
            <HitWords of={a} />
            <HitWords of={b} />
            <Badge variant="light" color="gray" tt="none">
              {t(`why.${why}`)}
            </Badge>
          </Stack>
          <Group gap="xs">
            <Button variant="default" loading={busy} onClick={() => void tellApart(true)}>
              {t('apart')}
            </Button>
            <Button onClick={() => onChoose(a, b)}>{t('compare')}</Button>
          </Group>
        </Group>
      )}
    </Card>
  );
}
