import { Card, Select, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CustomerId } from '../../preload/contract/values.ts';
import { useAct, useAsk } from '../app/client.ts';
import { showDone } from '../app/confirm.ts';
import { ErrorText, showError } from '../app/errors.tsx';
import { useSession } from '../app/session.ts';

/** A customer who works here is served by somebody else (F-33). */
export function StaffCard({ customerId }: { customerId: CustomerId }) {
  const { t } = useTranslation('people');
  const people = useAsk('people.list', {}).data ?? [];
  const { data, error } = useAsk('people.staffOf', { customerId });
  const { person: me } = useSession();
  const { act, busy } = useAct('people.linkCustomer');
  const mine = data !== undefined && data.personId !== null && data.personId === me?.personId;

  const link = async (chosen: string | null) => {
    const personId = people.find((one) => one.personId === chosen)?.personId ?? null;
    const answer = await act({ customerId, personId });
    if (answer.ok) showDone(t('staff.saved'));
    else showError(answer.error);
  };
  return (
    <Card withBorder radius="lg" padding="lg" component="section" aria-labelledby="staff-title">
      <Stack gap="sm">
        <Title order={2} size="h3" id="staff-title">
          {t('staff.title')}
        </Title>
        <Text c="dimmed" size="sm">
          {mine ? t('staff.mine') : t('staff.hint')}
        </Text>
        <ErrorText error={error} />
        <Select
          aria-labelledby="staff-title"
          placeholder={t('staff.nobody')}
          clearable
          clearButtonProps={{ 'aria-label': t('staff.clear') }}
          disabled={mine || busy || data === undefined}
          data={people
            .filter(({ personId }) => personId !== me?.personId || mine)
            .map(({ personId, name }) => ({ value: personId, label: name }))}
          value={data?.personId ?? null}
          onChange={(chosen) => void link(chosen)}
        />
      </Stack>
    </Card>
  );
}
