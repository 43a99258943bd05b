import { Button, Checkbox, Group, Modal, NumberInput, SegmentedControl, Stack, Text } from '@mantine/core';
import { IconCards } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppErrorData } from '../../preload/contract/errors.ts';
import type { InputFor } from '../../preload/contract/index.ts';
import { mostCards } from '../../preload/contract/memberCards.ts';
import { call, useAct } from '../app/client.ts';
import { ErrorText } from '../app/errors.tsx';
import { useFormat } from '../app/format.ts';
import { useMay } from '../app/session.ts';
import { PrintPanel } from '../paper/PrintPanel.tsx';

interface CardsDialogProps {
  /** The customers of the table as they are filtered and sorted, and how many that are. */
  readonly filter: Omit<InputFor<'customers.list'>, 'offset' | 'limit'>;
  readonly total: number;
  onClose(): void;
}

/** Cards on a preview: the first sheet. */
const onPreview = 10;

/** Cards for the customers of the table, or blank ones to give away later (F-28). */
export function CardsDialog({ filter, total, onClose }: CardsDialogProps) {
  const { t } = useTranslation(['memberCards', 'app']);
  const [codes, setCodes] = useState<string[] | null>(null);
  const [names, setNames] = useState(true);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('print.title')}
      size="xl"
      closeButtonProps={{ 'aria-label': t('app:close') }}
    >
      {codes === null || codes.length === 0 ? (
        <Options
          filter={filter}
          total={total}
          nobody={codes !== null}
          onCodes={(made, withNames) => {
            setCodes(made);
            setNames(withNames);
          }}
        />
      ) : (
        <PrintPanel
          sheet={{ kind: 'memberCards', codes, names }}
          preview={{ kind: 'memberCards', codes: codes.slice(0, onPreview), names }}
        >
          <Text>
            {t('print.cards', {
              count: codes.length,
              sheets: t('print.sheets', { count: Math.ceil(codes.length / onPreview) }),
            })}
          </Text>
        </PrintPanel>
      )}
    </Modal>
  );
}

interface OptionsProps extends Omit<CardsDialogProps, 'onClose'> {
  /** The last choice found nobody. */
  readonly nobody: boolean;
  onCodes(codes: string[], names: boolean): void;
}

function Options({ filter, total, nobody, onCodes }: OptionsProps) {
  const { t } = useTranslation('memberCards');
  const format = useFormat();
  const mayBlank = useMay('memberCards.issueBlank');
  const [kind, setKind] = useState<'customers' | 'blank'>(total > 0 ? 'customers' : 'blank');
  const [names, setNames] = useState(true);
  const [onlyNew, setOnlyNew] = useState(false);
  const [count, setCount] = useState<number | string>(20);
  const [error, setError] = useState<AppErrorData | null>(null);
  const issue = useAct('memberCards.issue');
  const blank = useAct('memberCards.issueBlank');
  const wrongCount = typeof count !== 'number' || count < 1 || count > mostCards;

  const make = async () => {
    setError(null);
    if (kind === 'blank') {
      if (typeof count !== 'number' || wrongCount) return;
      const answer = await blank.act({ count });
      return answer.ok ? onCodes(answer.value.codes, false) : setError(answer.error);
    }
    const chosen = await call('customers.list', { ...filter, offset: 0, limit: mostCards });
    if (!chosen.ok) return setError(chosen.error);
    const customerIds = chosen.value.rows.map(({ customerId }) => customerId);
    const answer = await issue.act({ customerIds, onlyNew });
    return answer.ok ? onCodes(answer.value.codes, names) : setError(answer.error);
  };

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void make();
      }}
    >
      <Stack>
        {mayBlank && (
          <SegmentedControl
            aria-label={t('print.which')}
            value={kind}
            onChange={(chosen) => setKind(chosen === 'blank' ? 'blank' : 'customers')}
            data={[
              { value: 'customers', label: t('print.customers'), disabled: total === 0 },
              { value: 'blank', label: t('print.blank') },
            ]}
          />
        )}
        {kind === 'customers' ? (
          <>
            <Text>
              {t('print.customersHelp', { count: Math.min(total, mostCards) })}
              {total > mostCards &&
                ` ${t('print.most', { most: format.number(mostCards), total: format.number(total) })}`}
            </Text>
            <Checkbox
              size="md"
              label={t('print.names')}
              checked={names}
              onChange={(event) => setNames(event.currentTarget.checked)}
            />
            <Checkbox
              size="md"
              label={t('print.onlyNew')}
              checked={onlyNew}
              onChange={(event) => setOnlyNew(event.currentTarget.checked)}
            />
            {nobody && <Text role="status">{t('print.nobody')}</Text>}
          </>
        ) : (
          <>
            <Text>{t('print.blankHelp')}</Text>
            <NumberInput
              label={t('print.count')}
              min={1}
              max={mostCards}
              allowDecimal={false}
              allowNegative={false}
              value={count}
              onChange={setCount}
              error={wrongCount ? t('print.countWrong', { most: mostCards }) : null}
            />
          </>
        )}
        <ErrorText error={error} />
        <Group justify="flex-end">
          <Button
            type="submit"
            loading={issue.busy || blank.busy}
            leftSection={<IconCards size="1.2rem" aria-hidden />}
          >
            {t('print.make')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
