import { Badge, Button, Group, Text } from '@mantine/core';
import { IconCopy, IconEdit, IconPlayerPause, IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Program } from '../../preload/contract/programs.ts';
import { useAct } from '../app/client.ts';
import { showError } from '../app/errors.tsx';
import { useFormat } from '../app/format.ts';
import { usePinGate } from '../app/session.ts';
import { EndDialog } from './EndDialog.tsx';
import { PosterButton } from './PosterButton.tsx';
import { ProgramPicture } from './ProgramPicture.tsx';
import css from './Programs.module.css';
import { RulesInWords } from './RulesInWords.tsx';

const badgeColor = { running: 'moss', planned: 'ocean', paused: 'mustard', over: 'gray', ended: 'gray' } as const;

interface ProgramItemProps {
  readonly program: Program;
  readonly mayChange: boolean;
  onChange(): void;
  onCopy(): void;
}

/** One program: its card, its rules in words, its state, how much of it is in customers' hands. */
export function ProgramItem({ program, mayChange, onChange, onCopy }: ProgramItemProps) {
  const { t } = useTranslation('programs');
  const format = useFormat();
  const [ending, setEnding] = useState(false);
  const gate = usePinGate();
  const pause = useAct('programs.pause');
  const resume = useAct('programs.resume');
  const { programId, state, rules } = program;
  const worth = rules.kind === 'stamps' ? (rules.rewards.at(-1)?.value ?? null) : null;

  const give = useAct('programs.giveEarned');
  const toggle = async ({ act }: typeof pause | typeof resume) => {
    const answer = await gate.run(() => act({ programId }));
    if (answer && !answer.ok) showError(answer.error);
    // What a change earned while it was paused has waited for this.
    else if (answer && state === 'paused') await give.act({ programId });
  };
  const facts = [
    t('openCards', { count: program.openCards }),
    t('openRewards', { count: program.openRewards }),
    worth === null ? null : t('worth', { value: format.money(worth) }),
  ].filter((fact) => fact !== null);

  return (
    <section
      className={css.item}
      data-quiet={state === 'ended' || state === 'over' || undefined}
      aria-label={rules.name}
    >
      <div className={css.itemCard}>
        <ProgramPicture rules={rules} stamps={0} size="small" />
      </div>
      <div className={css.itemText}>
        <Group gap="sm">
          <h2 className={css.itemName}>{rules.name}</h2>
          <Badge size="lg" variant="light" color={badgeColor[state]} className={css.badge}>
            {t(`state.${state}`)}
          </Badge>
        </Group>
        <RulesInWords rules={rules} />
        <ul className={css.facts}>
          {facts.map((fact) => (
            <li key={fact}>{fact}</li>
          ))}
        </ul>
        {rules.note && <Text c="dimmed">{rules.note}</Text>}
        {mayChange && (
          <Group gap="xs" mt="auto">
            {state !== 'ended' && (
              <Button variant="default" leftSection={<IconEdit aria-hidden size="1.2rem" />} onClick={onChange}>
                {t('change.open')}
              </Button>
            )}
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
            {state !== 'ended' && <PosterButton program={program} />}
            <Button variant="subtle" color="gray" leftSection={<IconCopy aria-hidden size="1.2rem" />} onClick={onCopy}>
              {t('copy')}
            </Button>
            {state !== 'ended' && (
              <Button
                variant="subtle"
                color="gray"
                leftSection={<IconPlayerStop aria-hidden size="1.2rem" />}
                onClick={() => setEnding(true)}
              >
                {t('end.open')}
              </Button>
            )}
          </Group>
        )}
      </div>
      {ending && <EndDialog program={program} onClose={() => setEnding(false)} />}
    </section>
  );
}
