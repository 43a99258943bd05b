import { Button, Card, Group, Progress, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { LongAnswer } from './client.ts';

/** What a person sees of a question that takes its time: how far it is and a way to stop it; once stopped, a way to ask again. */
export function LongWork({
  of: { progress, working, stopped, stop, again },
  doing,
  ask,
}: {
  of: Omit<LongAnswer<unknown>, 'data' | 'error'>;
  /** "Looking back …" */
  doing: string;
  /** The button that asks again. */
  ask: string;
}) {
  const { t } = useTranslation('app');
  const share = progress?.total ? (progress.done / progress.total) * 100 : null;
  if (stopped) {
    return (
      <Group>
        <Text c="dimmed">{t('work.stopped')}</Text>
        <Button variant="default" onClick={again}>
          {ask}
        </Button>
      </Group>
    );
  }
  if (!working) return null;
  return (
    <Card withBorder radius="lg" padding="lg">
      <Stack gap="sm">
        <Group justify="space-between">
          <Text role="status">{doing}</Text>
          <Button variant="default" onClick={stop}>
            {t('work.stop')}
          </Button>
        </Group>
        <Progress
          size="lg"
          radius="xl"
          value={share ?? 100}
          striped={share === null}
          animated={share === null}
          aria-label={t('work.progress')}
        />
      </Stack>
    </Card>
  );
}
