import { Badge, Button, Group, Text } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Program } from '../../preload/contract/programs.ts';
import { useAct } from '../app/client.ts';
import { showError } from '../app/errors.tsx';
import { useFormat } from '../app/format.ts';
import { usePinGate } from '../app/session.ts';
import { StampCard } from '../counter/StampCard.tsx';
import { EndDialog } from './EndDialog.tsx';
import css from './Programs.module.css';

const badgeColor = { running: 'moss', planned: 'ocean', paused: 'mustard', over: 'gray', ended: 'gray' } as const;

/** One program: its card, its state, how much of it is in customers' hands. */
export function ProgramItem({ program, mayChange }: { program: Program; mayChange: boolean }) {
  const { t } = useTranslation('programs');
  const format = useFormat();
  const [ending, setEnding] = useState(false);
  const gate = usePinGate();
  const pause = useAct('programs.pause');
  const resume = useAct('programs.resume');
  const { programId, state } = program;

  const toggle = async ({ act }: typeof pause | typeof resume) => {
    const answer = await gate.run(() => act({ programId }));
    if (answer && !answer.ok) showError(answer.error);
  };
  const facts = [
    t('openCards', { count: program.openCards }),
    t('openRewards', { count: program.openRewards }),
    program.rewardValue === null ? null : t('worth', { value: format.money(program.rewardValue) }),
    program.minimumSpend === null ? null : t('from', { minimum: format.money(program.minimumSpend) }),
    program.startsOn === null ? null : t('startsOn', { day: format.day(program.startsOn) }),
    program.endsOn === null ? null : t('endsOn', { day: format.day(program.endsOn) }),
  ].filter((fact) => fact !== null);

  return (
    <section
      className={css.item}
      data-quiet={state === 'ended' || state === 'over' || undefined}
      aria-label={program.name}
    >
      <div className={css.itemCard}>
        <StampCard card={{ ...program, stamps: 0 }} size="small" />
      </div>
      <div className={css.itemText}>
        <Group gap="sm">
          <h2 className={css.itemName}>{program.name}</h2>
          <Badge size="lg" variant="light" color={badgeColor[state]} className={css.badge}>
            {t(`state.${state}`)}
          </Badge>
        </Group>
        <Text>{t('rule', { count: program.goal, reward: program.rewardName })}</Text>
        <ul className={css.facts}>
          {facts.map((fact) => (
            <li key={fact}>{fact}</li>
          ))}
        </ul>
        {program.note && <Text c="dimmed">{program.note}</Text>}
        {mayChange && state !== 'ended' && (
          <Group gap="xs" mt="auto">
            {(state === 'running' || state === 'planned') && (
              <Button
                variant="default"
                loading={pause.busy}
                leftSection={<IconPlayerPause aria-hidden size="1.2rem" />}
                onClick={() => void toggle(pause)}
              >
                {t('pause')}
              </Button>
            )}
            {state === 'paused' && (
              <Button
                loading={resume.busy}
                leftSection={<IconPlayerPlay aria-hidden size="1.2rem" />}
                onClick={() => void toggle(resume)}
              >
                {t('resume')}
              </Button>
            )}
            <Button
              variant="subtle"
              color="gray"
              leftSection={<IconPlayerStop aria-hidden size="1.2rem" />}
              onClick={() => setEnding(true)}
            >
              {t('end.open')}
            </Button>
          </Group>
        )}
      </div>
      {ending && <EndDialog program={program} onClose={() => setEnding(false)} />}
    </section>
  );
}
