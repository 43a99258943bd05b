import { Badge, Button, EmptyState, Group, Loader, Modal, ScrollArea, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconArrowsJoin2, IconSearch } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OutputFor } from '../../preload/contract/index.ts';
import type { CustomerId } from '../../preload/contract/values.ts';
import { call, useAsk } from '../app/client.ts';
import { customerName } from '../app/customerName.ts';
import { ErrorText } from '../app/errors.tsx';
import { useFormat } from '../app/format.ts';
import { usePinGate } from '../app/session.ts';
import { MergePreview } from './MergePreview.tsx';

type Suspects = OutputFor<'merges.suspects'>;
type Short = Suspects[number]['a'];

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
        <OtherRecord customerId={customerId} onChoose={(mergeId) => setPair({ keepId: customerId, mergeId })} />
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
function Pairs({ onChoose }: { onChoose(a: Short, b: Short): void }) {
  const { t } = useTranslation('merges');
  const gate = usePinGate();
  const [answer, setAnswer] = useState<Awaited<ReturnType<typeof gate.run<Suspects>>>>(null);
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
      {answer.value.map(({ a, b, why }) => (
        <Group key={`${a.customerId} ${b.customerId}`} justify="space-between" wrap="nowrap">
          <Stack gap={2}>
            <Who of={a} />
            <Who of={b} />
          </Stack>
          <Badge variant="light" color="gray" tt="none">
            {t(`why.${why}`)}
          </Badge>
          <Button
            variant="default"
            aria-label={`${t('compare')}: ${customerName(t, a)}, ${customerName(t, b)}`}
            onClick={() => onChoose(a, b)}
          >
            {t('compare')}
          </Button>
        </Group>
      ))}
    </Stack>
  );
}

function Who({ of }: { of: Pick<Short, 'name' | 'number' | 'phoneEnd' | 'lastVisitDay'> }) {
  const { t } = useTranslation('merges');
  const format = useFormat();
  return (
    <Text>
      <b>{customerName(t, of)}</b>{' '}
      <Text span c="dimmed" size="sm">
        {[of.number, of.phoneEnd && `••• ${of.phoneEnd}`, of.lastVisitDay && format.ago(of.lastVisitDay)]
          .filter(Boolean)
          .join(' · ')}
      </Text>
    </Text>
  );
}

/** The other record of a person whose first one is open. */
function OtherRecord({ customerId, onChoose }: { customerId: CustomerId; onChoose(other: CustomerId): void }) {
  const { t } = useTranslation('merges');
  const [text, setText] = useState('');
  const [wanted] = useDebouncedValue(text.trim(), 120);
  const found = useAsk('counter.find', { text: wanted }, { enabled: wanted !== '', keepPrevious: true }).data ?? [];
  const others = wanted === '' ? [] : found.filter((hit) => hit.customerId !== customerId);
  return (
    <Stack>
      <TextInput
        type="search"
        data-autofocus
        label={t('search')}
        placeholder={t('placeholder')}
        leftSection={<IconSearch size="1.2rem" aria-hidden />}
        maxLength={100}
        autoComplete="off"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Stack gap="xs" aria-live="polite">
        {others.map((hit) => (
          <Button
            key={hit.customerId}
            variant="default"
            h="auto"
            mih="3rem"
            justify="flex-start"
            onClick={() => onChoose(hit.customerId)}
          >
            <Who of={hit} />
          </Button>
        ))}
        {wanted !== '' && others.length === 0 && <Text c="dimmed">{t('nobody')}</Text>}
      </Stack>
    </Stack>
  );
}
