import { Button, Group, Text, Title } from '@mantine/core';
import { IconPlus, IconRubberStamp } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Program } from '../../preload/contract/programs.ts';
import { useAsk } from '../app/client.ts';
import { ErrorText } from '../app/errors.tsx';
import { useMay } from '../app/session.ts';
import { NewProgram } from './NewProgram.tsx';
import { ProgramItem } from './ProgramItem.tsx';
import css from './Programs.module.css';

const order: readonly Program['state'][] = ['running', 'planned', 'paused', 'over', 'ended'];

/** The shop's punch cards: what runs, what waits, what has ended; and a new one. */
export function ProgramsPage() {
  const { t } = useTranslation('programs');
  const { data: programs, error } = useAsk('programs.list', {});
  const mayChange = useMay('programs.create');
  const [making, setMaking] = useState(false);
  if (making) return <NewProgram onClose={() => setMaking(false)} />;
  const sorted = programs?.toSorted(
    (a, b) => order.indexOf(a.state) - order.indexOf(b.state) || b.createdAt - a.createdAt,
  );
  const make = (
    <Button size="md" leftSection={<IconPlus aria-hidden />} onClick={() => setMaking(true)}>
      {t('new')}
    </Button>
  );
  return (
    <div className={css.page}>
      <Group justify="space-between" gap="sm">
        <Title order={1}>{t('title')}</Title>
        {mayChange && sorted && sorted.length > 0 && make}
      </Group>
      <ErrorText error={error} />
      {sorted?.length === 0 && (
        <div className={css.empty}>
          <IconRubberStamp aria-hidden size="2.5rem" stroke={1.4} />
          <Text fw={650} size="lg">
            {t('empty.title')}
          </Text>
          <Text c="dimmed" maw="34rem">
            {t('empty.text')}
          </Text>
          {mayChange && make}
        </div>
      )}
      <div className={css.list}>
        {sorted?.map((program) => (
          <ProgramItem key={program.programId} program={program} mayChange={mayChange} />
        ))}
      </div>
    </div>
  );
}
