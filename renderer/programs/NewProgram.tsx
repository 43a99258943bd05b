import { Button, Group, Text, Title, UnstyledButton } from '@mantine/core';
import {
  type Icon,
  IconArrowLeft,
  IconCards,
  IconCoin,
  IconDiscount,
  IconShoppingBag,
  IconStarsFilled,
} from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../app/client.ts';
import { showDone } from '../app/confirm.ts';
import { useLocale } from '../app/format.ts';
import { usePinGate } from '../app/session.ts';
import { type Beginning, beginnings, draftFor, type ProgramDraft } from './draft.ts';
import { ProgramForm } from './form/ProgramForm.tsx';
import css from './Programs.module.css';

const pictures: Readonly<Record<Beginning, Icon>> = {
  stamps: IconCards,
  points: IconCoin,
  items: IconShoppingBag,
  discount: IconDiscount,
  special: IconStarsFilled,
};

/** A new program: an example that comes near to it, then its rules. `copy` begins with those of another. */
export function NewProgram({ copy = null, onClose }: { copy?: ProgramDraft | null; onClose(): void }) {
  const { t } = useTranslation('programs');
  const { currency } = useLocale();
  const { act, busy } = useAct('programs.create');
  const gate = usePinGate();
  const [draft, setDraft] = useState<{ initial: ProgramDraft; trades: boolean } | null>(
    copy && { initial: copy, trades: false },
  );
  return (
    <div className={css.page}>
      <Group gap="sm">
        <Button
          variant="subtle"
          leftSection={<IconArrowLeft aria-hidden />}
          onClick={draft && !copy ? () => setDraft(null) : onClose}
        >
          {t(draft && !copy ? 'otherKind' : 'back')}
        </Button>
      </Group>
      <Title order={1}>{t('newTitle')}</Title>
      {draft ? (
        <ProgramForm
          initial={draft.initial}
          withTrades={draft.trades}
          submitLabel={t('save')}
          busy={busy}
          onClose={onClose}
          onSubmit={async (rules) => {
            const answer = await gate.run(() => act(rules));
            if (!answer) return null;
            if (!answer.ok) return answer.error;
            showDone(t('saved', { name: rules.name }));
            onClose();
            return null;
          }}
        />
      ) : (
        <>
          <Text size="lg" c="dimmed">
            {t('kinds.question')}
          </Text>
          <div className={css.kinds}>
            {beginnings.map((beginning) => {
              const Drawing = pictures[beginning];
              return (
                <UnstyledButton
                  key={beginning}
                  className={css.kind}
                  onClick={() => setDraft({ initial: draftFor(beginning, currency), trades: beginning === 'stamps' })}
                >
                  <Drawing aria-hidden size="2rem" stroke={1.5} />
                  <span className={css.kindText}>
                    <strong>{t(`kinds.${beginning}.name`)}</strong>
                    <span>{t(`kinds.${beginning}.example`)}</span>
                  </span>
                </UnstyledButton>
              );
            })}
          </div>
        </>
      )}
    </div>
  );
}
