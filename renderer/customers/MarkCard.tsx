import { Button, Card, Group, Stack, Text, Title } from '@mantine/core';
import { DatePickerInput } from '@mantine/dates';
import { IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { CustomerRecord, Mark } from '../../preload/contract/customers.ts';
import { useAct } from '../app/client.ts';
import { showDone } from '../app/confirm.ts';
import { showError } from '../app/errors.tsx';
import { useLocale } from '../app/format.ts';
import { usePinGate } from '../app/session.ts';
import { markIcons, passingMarks, realMarks } from './marks.tsx';

/** Why nobody should worry or call (F-89): one tap each, the same tap takes it back. */
export function MarkCard({ customer }: { customer: CustomerRecord }) {
  const { t } = useTranslation('customers');
  const { act, busy } = useAct('customers.mark');
  const gate = usePinGate();
  const today = useLocale((locale) => locale.today);

  const set = async (mark: Mark, until: string | null) => {
    const answer = await gate.run(() => act({ customerId: customer.customerId, mark, until }));
    if (!answer) return;
    if (!answer.ok) showError(answer.error);
    else showDone(mark === 'none' ? t('mark.cleared') : t('mark.set', { mark: t(`mark.${mark}`) }));
  };

  return (
    <Card withBorder radius="lg" padding="lg" component="section" aria-labelledby="mark-title">
      <Stack gap="sm">
        <Title order={2} size="h3" id="mark-title">
          {t('mark.title')}
        </Title>
        <Text c="dimmed" size="sm">
          {t('mark.hint')}
        </Text>
        <Group gap="xs">
          {realMarks.map((mark) => {
            const on = customer.mark === mark;
            const Icon = on ? IconCheck : markIcons[mark];
            return (
              <Button
                key={mark}
                variant={on ? 'filled' : 'default'}
                aria-pressed={on}
                disabled={busy}
                leftSection={<Icon size="1.1rem" aria-hidden />}
                onClick={() => set(on ? 'none' : mark, null)}
              >
                {t(`mark.${mark}`)}
              </Button>
            );
          })}
        </Group>
        {passingMarks.includes(customer.mark) && (
          <DatePickerInput
            label={t('mark.until')}
            placeholder={t('mark.untilOpen')}
            clearable
            minDate={today}
            maw="16rem"
            size="md"
            styles={{
              calendarHeaderControl: { width: '2.75rem', height: '2.75rem' },
              day: { minWidth: '2.75rem', height: '2.75rem' },
            }}
            value={customer.markUntil}
            onChange={(until) => set(customer.mark, until)}
          />
        )}
      </Stack>
    </Card>
  );
}
