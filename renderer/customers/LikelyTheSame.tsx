import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../app/client.ts';
import { customerName } from '../app/customerName.ts';
import { useFormat } from '../app/format.ts';
import { go } from '../app/view.ts';

interface LikelyProps {
  readonly name: string;
  readonly phone: string;
  readonly email: string;
  /** The person found whom they were looking for. */
  onOpen(): void;
}

const words = { phone: 'form.likelyPhone', email: 'form.likelyEmail', name: 'form.likelyName' } as const;

/** People already here who may be the one being typed in (F-24), so that nobody is enrolled twice. */
export function LikelyTheSame({ name, phone, email, onOpen }: LikelyProps) {
  const { t } = useTranslation('customers');
  const format = useFormat();
  const asked = { name: name.slice(0, 100), phone: phone.slice(0, 40), email: email.slice(0, 120) };
  const enough = name.trim().length > 2 || phone.length > 4 || email.length > 4;
  const likely = useAsk('customers.likely', asked, { enabled: enough, keepPrevious: true }).data ?? [];
  if (!enough || likely.length === 0) return null;
  return (
    <Alert variant="light" color="mustard" title={t('form.likelyTitle')} icon={<IconUsers aria-hidden />} role="status">
      <Stack gap={4}>
        {likely.slice(0, 3).map((other) => (
          <Group key={other.customerId} justify="space-between" wrap="nowrap">
            <Text>
              <b>{customerName(t, other)}</b> · {t(words[other.why])}
              {other.phoneEnd && ` · …${other.phoneEnd}`}
              {other.lastVisitDay && ` · ${format.ago(other.lastVisitDay)}`}
            </Text>
            <Button
              variant="subtle"
              onClick={() => {
                onOpen();
                go({ at: 'customer', customerId: other.customerId });
              }}
            >
              {t('form.likelyOpen')}
            </Button>
          </Group>
        ))}
      </Stack>
    </Alert>
  );
}
