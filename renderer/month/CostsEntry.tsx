import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { IconCoins } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppErrorData } from '../../preload/contract/errors.ts';
import { currencyDigits, parseMoney } from '../../preload/contract/money.ts';
import type { Costs } from '../../preload/contract/month.ts';
import { useAct } from '../app/client.ts';
import { ErrorText } from '../app/errors.tsx';
import { useFormat, useLocale } from '../app/format.ts';
import { useMay, usePinGate } from '../app/session.ts';
import { AmountInput } from '../counter/AmountInput.tsx';

interface CostsProps {
  readonly month: string;
  readonly costs: Costs;
}

/** Opens the place where the owner says what winning and keeping customers cost (F-85). */
export function CostsButton(props: CostsProps) {
  const { t } = useTranslation('month');
  const [open, setOpen] = useState(false);
  if (!useMay('month.setCosts')) return null;
  return (
    <>
      <Button
        variant="default"
        style={{ alignSelf: 'flex-start' }}
        leftSection={<IconCoins size="1.2rem" aria-hidden />}
        onClick={() => setOpen(true)}
      >
        {t('costs.open')}
      </Button>
      {open && <CostsDialog {...props} onClose={() => setOpen(false)} />}
    </>
  );
}

const parts = ['winning', 'keeping'] as const;

function CostsDialog({ month, costs, onClose }: CostsProps & { onClose(): void }) {
  const { t } = useTranslation('month');
  const format = useFormat();
  const { currency } = useLocale();
  const digits = currencyDigits(currency);
  const typed = (minor: number | null) => (minor === null ? '' : (minor / 10 ** digits).toFixed(digits));
  const [values, setValues] = useState({ winning: typed(costs.winning), keeping: typed(costs.keeping) });
  const [tried, setTried] = useState(false);
  const [error, setError] = useState<AppErrorData | null>(null);
  const { act, busy } = useAct('month.setCosts');
  const gate = usePinGate();
  const read = (part: (typeof parts)[number]) => {
    const text = values[part].trim();
    return text === '' ? null : (parseMoney(text, currency) ?? undefined);
  };
  const save = async () => {
    setTried(true);
    const [winning, keeping] = parts.map(read);
    if (winning === undefined || keeping === undefined) return;
    const answer = await gate.run(() => act({ month, winning, keeping }));
    if (answer?.ok) onClose();
    else if (answer) setError(answer.error);
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('costs.title', { month: format.month(month) })}
      closeButtonProps={{ 'aria-label': t('costs.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Stack>
          <Text c="dimmed">{t('costs.text')}</Text>
          {parts.map((part, index) => (
            <AmountInput
              key={part}
              label={t(`costs.${part}`)}
              data-autofocus={index === 0 || undefined}
              value={values[part]}
              onChange={(event) => setValues({ ...values, [part]: event.currentTarget.value })}
              error={tried && read(part) === undefined && t('costs.bad', { example: typed(12_500) })}
            />
          ))}
          <ErrorText error={error} />
          <Group justify="flex-end">
            <Button type="submit" loading={busy}>
              {t('costs.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
