import { Alert, Button, Group, Text, Title } from '@mantine/core';
import { IconArrowLeft, IconArrowRight, IconCheck, IconHistory } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppErrorData } from '../../preload/contract/errors.ts';
import type { ShopStatus } from '../../preload/contract/shop.ts';
import { useAct, useAsk } from '../app/client.ts';
import { ErrorText } from '../app/errors.tsx';
import { StampCard } from '../counter/StampCard.tsx';
import { EnterDemo } from '../demo/EnterDemo.tsx';
import { agrees } from '../people/NewPin.tsx';
import { RescuePage } from '../rescue/RescuePage.tsx';
import { createInput, type Draft, firstDraft } from './draft.ts';
import css from './FirstRun.module.css';
import { LanguageStep } from './LanguageStep.tsx';
import { OwnerStep } from './OwnerStep.tsx';
import { ProgramStep } from './ProgramStep.tsx';
import { ShopStep } from './ShopStep.tsx';
import { useProgram } from './useProgram.ts';

const allSteps = ['language', 'shop', 'owner', 'program'] as const;
type Step = (typeof allSteps)[number];

/** From opening to a shop in under three minutes (F-79). A shop made without a window asks only for its owner and program. */
export function FirstRun({ status }: { status: ShopStatus }) {
  const { t } = useTranslation(['shop', 'app', 'rescue']);
  const steps: readonly Step[] = status.state === 'needsOwner' ? ['owner', 'program'] : allSteps;
  const [place, setPlace] = useState(0);
  /** The shop comes from a backup instead. */
  const [rescuing, setRescuing] = useState(false);
  const [draft, setDraft] = useState<Draft>(() => firstDraft(status));
  const [error, setError] = useState<AppErrorData | null>(null);
  const create = useAct('shop.create');
  // The shop's file is gone, and its backups still lie here.
  const lost = (useAsk('rescue.list', {}, { enabled: status.state === 'empty' }).data ?? []).length > 0;
  const program = useProgram(draft);
  const step = steps[place] ?? 'program';
  const last = place === steps.length - 1;
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));

  const next = async (event: FormEvent) => {
    event.preventDefault();
    if (step === 'owner' && !agrees(draft)) return;
    if (!last) {
      setPlace(place + 1);
      return;
    }
    setError(null);
    const answer = await create.act(createInput(draft, program));
    if (!answer.ok) setError(answer.error);
  };

  if (rescuing) return <RescuePage onBack={() => setRescuing(false)} />;
  return (
    <main className={css.page}>
      <form className={css.form} onSubmit={(event) => void next(event)} key={step}>
        <Steps count={steps.length} place={place} />
        <header>
          <Title order={1}>{t(`first.${step}.title`)}</Title>
          <Text c="dimmed" size="lg">
            {t(`first.${step}.text`)}
          </Text>
        </header>
        {step === 'language' ? <LanguageStep draft={draft} change={change} /> : null}
        {step === 'shop' ? <ShopStep draft={draft} change={change} /> : null}
        {step === 'owner' ? <OwnerStep draft={draft} change={change} /> : null}
        {step === 'program' ? <ProgramStep draft={draft} change={change} program={program} /> : null}
        <ErrorText error={error} />
        {place === 0 && lost ? (
          <Alert variant="light" color="terracotta" icon={<IconHistory aria-hidden />}>
            {t('rescue:page.found')}
          </Alert>
        ) : null}
        <Group justify="space-between">
          {place === 0 ? (
            <Group gap="xs">
              <EnterDemo variant="subtle" />
              {status.state === 'empty' ? (
                <Button
                  variant="subtle"
                  leftSection={<IconHistory aria-hidden size="1.25rem" />}
                  onClick={() => setRescuing(true)}
                >
                  {t('rescue:page.button')}
                </Button>
              ) : null}
            </Group>
          ) : (
            <Button variant="subtle" leftSection={<IconArrowLeft aria-hidden />} onClick={() => setPlace(place - 1)}>
              {t('app:back')}
            </Button>
          )}
          <Button
            type="submit"
            size="lg"
            loading={create.busy}
            rightSection={last ? <IconCheck aria-hidden /> : <IconArrowRight aria-hidden />}
          >
            {last ? t('first.done') : t('app:next')}
          </Button>
        </Group>
      </form>
      <aside className={css.picture} aria-hidden>
        <p className={css.shopName}>{draft.name || t('first.yourShop')}</p>
        {program ? (
          <StampCard
            card={{
              name: program.name || t('first.program.name'),
              goal: program.goal,
              stamps: Math.min(3, program.goal),
              rewardName: program.rewardName || t('first.program.reward'),
              icon: program.icon,
              color: program.color,
            }}
          />
        ) : (
          <p className={css.later}>{t('first.program.later')}</p>
        )}
      </aside>
    </main>
  );
}

/** The way through, as a little card that fills. */
function Steps({ count, place }: { count: number; place: number }) {
  const { t } = useTranslation('shop');
  return (
    <div className={css.steps} role="img" aria-label={t('first.step', { place: place + 1, count })}>
      {Array.from({ length: count }, (_, n) => n).map((n) => (
        <span key={n} data-done={n < place || undefined} data-here={n === place || undefined}>
          {n < place ? <IconCheck size="1rem" stroke={3} /> : n + 1}
        </span>
      ))}
    </div>
  );
}
