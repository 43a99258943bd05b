import { Button, Card, Group, Progress, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useProgress } from '../app/client.ts';
import { cancelImport } from './importStore.ts';

interface RunningProps {
  readonly requestId: string;
  readonly title: string;
  readonly text?: string;
  readonly cancelling: boolean;
}

/** How far the dry run or the import is, and a way to stop it. */
export function Running({ requestId, title, text, cancelling }: RunningProps) {
  const { t } = useTranslation('visits');
  const progress = useProgress(requestId);
  const percent = progress?.total ? Math.min(100, (progress.done / progress.total) * 100) : null;
  return (
    <Card withBorder radius="lg" padding="lg" component="section" aria-label={title}>
      <Stack gap="md">
        <Title order={2} size="h3">
          {title}
        </Title>
        {text && <Text>{text}</Text>}
        <Progress
          size="xl"
          radius="xl"
          value={percent ?? 100}
          animated={percent === null}
          striped={percent === null}
          aria-label={t('running.progressLabel')}
        />
        <Group justify="space-between">
          <Text c="dimmed" role="status">
            {cancelling
              ? t('running.cancelling')
              : progress?.total
                ? t('running.progress', { done: progress.done, total: progress.total })
                : t('running.starting')}
          </Text>
          <Button variant="default" onClick={cancelImport} disabled={cancelling}>
            {t('running.cancel')}
          </Button>
        </Group>
      </Stack>
    </Card>
  );
}
