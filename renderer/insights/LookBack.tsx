import { Button, Card, Group, Progress, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useLongAsk } from '../app/client.ts';
import { ErrorText } from '../app/errors.tsx';
import { BandsOverTime } from './BandsOverTime.tsx';
import { ListCheck } from './ListCheck.tsx';

/** The risk list looked back on. It takes a model for every evening: shown with how far it is, and can be stopped. */
export function LookBack({ range }: { range: { from: string; to: string } }) {
  const { t } = useTranslation('insights');
  const { data, error, progress, working, stopped, stop, again } = useLongAsk(
    'insights.risk',
    range,
    'insights.cancel',
  );
  const share = progress?.total ? (progress.done / progress.total) * 100 : null;
  return (
    <>
      <ErrorText error={error} />
      {working && (
        <Card withBorder radius="lg" padding="lg">
          <Stack gap="sm">
            <Group justify="space-between">
              <Text role="status">{t('past.looking')}</Text>
              <Button variant="default" onClick={stop}>
                {t('past.stop')}
              </Button>
            </Group>
            <Progress
              size="lg"
              radius="xl"
              value={share ?? 100}
              striped={share === null}
              animated={share === null}
              aria-label={t('past.progress')}
            />
          </Stack>
        </Card>
      )}
      {stopped && (
        <Group>
          <Text c="dimmed">{t('past.stopped')}</Text>
          <Button variant="default" onClick={again}>
            {t('past.again')}
          </Button>
        </Group>
      )}
      {data && (
        <>
          <ListCheck history={data} />
          <BandsOverTime history={data} />
        </>
      )}
    </>
  );
}
