import { Button, Group, Stack, Text } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Program } from '../../preload/contract/programs.ts';
import { PrintPanel } from '../paper/PrintPanel.tsx';

/** The new rules hold; a notice for the door says what changed. */
export function ChangeDone({ program, rewards, onClose }: { program: Program; rewards: number; onClose(): void }) {
  const { t } = useTranslation('programs');
  const { programId, version } = program;
  return (
    <Stack gap="lg">
      <Group gap="sm" role="status">
        <IconCircleCheck aria-hidden size="2rem" color="var(--mantine-color-moss-7)" />
        <Text size="lg">{rewards > 0 ? t('change.given', { count: rewards }) : t('change.saved')}</Text>
      </Group>
      <Text>{t('change.noticeText')}</Text>
      <PrintPanel sheet={{ kind: 'programNotice', programId, version: version + 1 }}>
        <Button variant="subtle" onClick={onClose}>
          {t('back')}
        </Button>
      </PrintPanel>
    </Stack>
  );
}
