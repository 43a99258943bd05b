import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../app/client.ts';
import { go } from '../app/view.ts';
import { EnterDemo } from '../demo/EnterDemo.tsx';
import { ConsentWording } from '../privacy/ConsentWording.tsx';
import { SaveReport } from '../rescue/SaveReport.tsx';

/** Past visits come in here; the demo shop lies beside the real one. */
export function DataSettings() {
  const { t } = useTranslation(['shop', 'demo', 'rescue']);
  const demo = useAsk('shop.status', {}).data?.demo ?? false;
  return (
    <Stack>
      <Paper withBorder p="lg" radius="lg">
        <Stack>
          <Title order={2} size="h4">
            {t('data.import')}
          </Title>
          <Text>{t('data.importHelp')}</Text>
          <Group>
            <Button leftSection={<IconFileImport aria-hidden />} onClick={() => go({ at: 'import' })}>
              {t('data.importOpen')}
            </Button>
          </Group>
        </Stack>
      </Paper>
      <ConsentWording />
      {demo ? null : (
        <Paper withBorder p="lg" radius="lg">
          <Stack>
            <Title order={2} size="h4">
              {t('demo:title')}
            </Title>
            <Text>{t('demo:text')}</Text>
            <Group>
              <EnterDemo />
            </Group>
          </Stack>
        </Paper>
      )}
      <Paper withBorder p="lg" radius="lg">
        <Stack>
          <Title order={2} size="h4">
            {t('rescue:report.title')}
          </Title>
          <Text>{t('rescue:report.help')}</Text>
          <Group>
            <SaveReport />
          </Group>
        </Stack>
      </Paper>
    </Stack>
  );
}
