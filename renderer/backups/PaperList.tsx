import { Button, Group, Modal, Paper, Stack, Text, Title } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { balancesPerPage } from '../paper/BalancesSheet.tsx';
import { PrintPanel } from '../paper/PrintPanel.tsx';

/** Once a month on paper: what every customer has, for the day when neither computer nor stick is left (F-58). */
export function PaperList() {
  const { t } = useTranslation(['backups', 'app']);
  const [open, setOpen] = useState(false);
  return (
    <Paper withBorder p="lg" radius="lg" component="section" aria-labelledby="on-paper-title">
      <Stack>
        <Title order={2} size="h4" id="on-paper-title">
          {t('onPaper.title')}
        </Title>
        <Text>{t('onPaper.help')}</Text>
        <Group>
          <Button variant="default" leftSection={<IconPrinter aria-hidden />} onClick={() => setOpen(true)}>
            {t('onPaper.print')}
          </Button>
        </Group>
      </Stack>
      {open ? (
        <Modal
          opened
          onClose={() => setOpen(false)}
          title={t('onPaper.print')}
          size="xl"
          closeButtonProps={{ 'aria-label': t('app:close') }}
        >
          <PrintPanel
            sheet={{ kind: 'balances', lines: null }}
            preview={{ kind: 'balances', lines: balancesPerPage }}
          />
        </Modal>
      ) : null}
    </Paper>
  );
}
