import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconLifebuoy } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SalvageDialog } from './SalvageDialog.tsx';

/** The second choice for a damaged file, after a backup: what can still be read of it. */
export function Salvage() {
  const { t } = useTranslation('rescue');
  const [opened, setOpened] = useState(false);
  return (
    <Stack component="section" aria-labelledby="salvage-title">
      <Title order={2} size="h4" id="salvage-title">
        {t('salvage.title')}
      </Title>
      <Text>{t('salvage.help')}</Text>
      <Text c="dimmed">{t('salvage.safe')}</Text>
      <Group>
        <Button variant="default" leftSection={<IconLifebuoy aria-hidden />} onClick={() => setOpened(true)}>
          {t('salvage.open')}
        </Button>
      </Group>
      {opened ? <SalvageDialog onClose={() => setOpened(false)} /> : null}
    </Stack>
  );
}
