import { Button, Group, Title } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Program } from '../../preload/contract/programs.ts';
import type { ProgramRules } from '../../preload/contract/rules.ts';
import { useLocale } from '../app/format.ts';
import { ChangeDone } from './ChangeDone.tsx';
import { ChangePreview } from './ChangePreview.tsx';
import { draftOf } from './draft.ts';
import { ProgramForm } from './form/ProgramForm.tsx';
import css from './Programs.module.css';

type Stage =
  | { readonly at: 'form' }
  | { readonly at: 'preview'; readonly rules: ProgramRules }
  /** `rewards` that were given at once. */
  | { readonly at: 'done'; readonly rewards: number };

/** New rules for a program: the form, then whom they concern, then saving (F-06). The program is the one that was there when it began. */
export function ChangeProgram({ program: begun, onClose }: { program: Program; onClose(): void }) {
  const { t } = useTranslation('programs');
  const { currency } = useLocale();
  // Somebody else's change meanwhile is refused by main, not mixed into this one.
  const [program] = useState(begun);
  const [rules, setRules] = useState(begun.rules);
  const [stage, setStage] = useState<Stage>({ at: 'form' });
  return (
    <div className={css.page}>
      {stage.at === 'form' && (
        <Group gap="sm">
          <Button variant="subtle" leftSection={<IconArrowLeft aria-hidden />} onClick={onClose}>
            {t('back')}
          </Button>
        </Group>
      )}
      <Title order={1}>{t('change.title', { name: program.rules.name })}</Title>
      {stage.at === 'form' && (
        <ProgramForm
          initial={draftOf(rules, currency)}
          submitLabel={t('change.look')}
          busy={false}
          onClose={onClose}
          onSubmit={async (changed) => {
            setRules(changed);
            setStage({ at: 'preview', rules: changed });
            return null;
          }}
        />
      )}
      {stage.at === 'preview' && (
        <ChangePreview
          program={program}
          rules={stage.rules}
          onBack={() => setStage({ at: 'form' })}
          onDone={(rewards) => setStage({ at: 'done', rewards })}
        />
      )}
      {stage.at === 'done' && <ChangeDone program={program} rewards={stage.rewards} onClose={onClose} />}
    </div>
  );
}
