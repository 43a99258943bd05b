import { Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Hit } from '../../preload/contract/counter.ts';
import { customerName } from '../app/customerName.ts';
import { useFormat } from '../app/format.ts';

/** A customer in two lines: the name, and what tells them from somebody of the same name. */
export function HitWords({ of }: { of: Pick<Hit, 'name' | 'number' | 'phoneEnd' | 'lastVisitDay'> }) {
  const { t } = useTranslation('counter');
  const format = useFormat();
  return (
    <Stack gap={0}>
      <Text fw={600}>{customerName(t, of)}</Text>
      <Text size="sm" c="dimmed">
        {t('number', { number: of.number })}
        {of.phoneEnd && ` · ••• ${of.phoneEnd}`}
        {` · ${of.lastVisitDay ? format.ago(of.lastVisitDay) : t('neverVisited')}`}
      </Text>
    </Stack>
  );
}
