import { Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Hit } from '../../preload/contract/counter.ts';
import { useFormat } from '../app/format.ts';
import { shownName } from './privacy.ts';

interface HitWordsProps {
  readonly of: Pick<Hit, 'name' | 'number' | 'phoneEnd' | 'lastVisitDay'>;
  /** Others can read it: the first name and the last digits alone (F-26). */
  readonly hidden?: boolean;
}

/** A customer in two lines: the name, and what tells them from somebody of the same name. */
export function HitWords({ of, hidden = false }: HitWordsProps) {
  const { t } = useTranslation('counter');
  const format = useFormat();
  return (
    <Stack gap={0}>
      <Text fw={600}>{shownName(t, hidden, of)}</Text>
      <Text size="sm" c="dimmed">
        {[
          hidden ? null : t('number', { number: of.number }),
          of.phoneEnd && `••• ${of.phoneEnd}`,
          hidden ? null : of.lastVisitDay ? format.ago(of.lastVisitDay) : t('neverVisited'),
        ]
          .filter(Boolean)
          .join(' · ')}
      </Text>
    </Stack>
  );
}
