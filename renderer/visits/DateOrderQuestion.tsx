import { Button, Card, Group, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../app/format.ts';
import { usePinGate } from '../app/session.ts';
import { ChooseButton } from './ChooseButton.tsx';
import { check, type LogFile } from './importStore.ts';

/** "03/04/2025" read the one way and the other. */
const readings = { dmy: '2025-04-03', mdy: '2025-03-04' } as const;

/** Asked only when the column itself does not show which number is the day. */
export function DateOrderQuestion({ log }: { log: LogFile }) {
  const { t } = useTranslation('visits');
  const format = useFormat();
  const gate = usePinGate();
  return (
    <Card withBorder radius="lg" padding="lg" component="section" aria-labelledby="order-title">
      <Stack gap="md">
        <Title order={2} size="h3" id="order-title">
          {t('order.title')}
        </Title>
        <Text>{t('order.text')}</Text>
        <Group>
          {(['dmy', 'mdy'] as const).map((order) => (
            <Button key={order} variant="default" h="auto" py="sm" onClick={() => check(log, order, gate.run)}>
              <Stack gap={0} align="flex-start">
                <Text fw={650}>{t(`order.${order}`)}</Text>
                <Text size="sm" c="dimmed">
                  {t(`order.${order}Example`, { day: format.day(readings[order]) })}
                </Text>
              </Stack>
            </Button>
          ))}
        </Group>
        <ChooseButton again quiet />
      </Stack>
    </Card>
  );
}
