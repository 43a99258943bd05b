import { Button, RingProgress } from '@mantine/core';
import { IconAlertTriangle, IconArrowBackUp, IconArrowRight, IconCircleCheckFilled } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { undoMilliseconds } from '../../preload/contract/counter.ts';
import { useAsk } from '../app/client.ts';
import { customerName } from '../app/customerName.ts';
import { showError } from '../app/errors.tsx';
import css from './Counter.module.css';
import { MoveDialog } from './MoveDialog.tsx';
import { PhoneEnd } from './PhoneEnd.tsx';
import { SlipButton } from './SlipButton.tsx';
import { goOnWith, type Shown, undo, useCounter } from './store.ts';

/** Milliseconds left until a moment on performance.now(); ticks while there are any. */
function useLeft(until: number): number {
  const [now, setNow] = useState(() => performance.now());
  useEffect(() => {
    const tick = () => {
      setNow(performance.now());
      if (performance.now() >= until) window.clearInterval(timer);
    };
    const timer = window.setInterval(tick, 250);
    tick();
    return () => window.clearInterval(timer);
  }, [until]);
  return Math.min(undoMilliseconds, Math.max(0, until - now));
}

/** What was done, in one sentence. */
function sentence({ confirmation, stamps, undone }: Shown, t: TFunction<'counter'>): string {
  if (undone) return t('done.undone');
  if (confirmation.redeemed) return t('done.redeemed', { reward: confirmation.redeemed.name });
  const given = t('done.stamped', { count: stamps });
  const [earned] = confirmation.issued;
  if (!earned) return given;
  return `${given} ${t('done.earned', { count: confirmation.issued.length, reward: earned.name })}`;
}

/** The last thing done at this till, with a way back for ten seconds (F-20). Not a dialog: the next customer need not wait for it. */
export function ConfirmationPanel() {
  const { t } = useTranslation('counter');
  const { shown, opened, text, blocked } = useCounter();
  const left = useLeft(shown?.undoUntil ?? 0);
  const theirs = opened?.customerId === shown?.confirmation.customerId && text === '';
  // What can be undone stays over the next customer too; the rest goes with the customer it was about.
  const visible =
    shown !== null && blocked === null && (shown.undone ? left > 0 && (theirs || opened === null) : left > 0 || theirs);
  return (
    <section className={css.confirmation} data-visible={visible || undefined} aria-label={t('done.title')}>
      <div role="status" className={css.confirmed}>
        {visible && <Said shown={shown} />}
      </div>
      {visible && !shown.undone && <WrongPerson shown={shown} />}
      {visible && !shown.undone && <SlipButton key={shown.confirmation.requestId} confirmation={shown.confirmation} />}
      {visible && left > 0 && !shown.undone && <UndoButton left={left} />}
    </section>
  );
}

function Said({ shown }: { shown: Shown }) {
  const { t } = useTranslation('counter');
  const { confirmation, undone } = shown;
  const asking = useCounter((state) => state.redeeming !== null);
  const customer = useAsk('counter.open', { customerId: confirmation.customerId }).data;
  const stamps = undone ? confirmation.before : confirmation.after;
  return (
    <>
      {undone ? (
        <IconArrowBackUp className={css.tick} aria-hidden />
      ) : (
        <IconCircleCheckFilled className={css.tick} aria-hidden />
      )}
      <div>
        <strong className={css.doneTitle}>{sentence(shown, t)}</strong>
        <span className={css.facts}>
          {customer && <span>{customerName(t, customer)}</span>}
          <span>
            {stamps < 0
              ? t('card.owes', { count: -stamps })
              : t('card.short', { stamps, goal: confirmation.goal ?? 0 })}
          </span>
          {customer?.phoneEnd && !asking && <PhoneEnd digits={customer.phoneEnd} />}
          {customer?.likes && <span>{customer.likes}</span>}
        </span>
        {confirmation.warning && !undone && (
          <span className={css.warning}>
            <IconAlertTriangle size="1.1rem" aria-hidden /> {t(`done.warning.${confirmation.warning}`)}
          </span>
        )}
      </div>
    </>
  );
}

/** The way out when it was somebody else's visit (F-21). */
function WrongPerson({ shown }: { shown: Shown }) {
  const { t } = useTranslation('counter');
  const { confirmation } = shown;
  const [moving, setMoving] = useState(false);
  // A visit on a card, or what was added to one; a reward handed over belongs to whose it was.
  const entryId = confirmation.parts.length > 0 ? confirmation.entryIds[0] : undefined;
  if (entryId === undefined) return null;
  return (
    <>
      <Button
        variant="subtle"
        size="md"
        radius="xl"
        leftSection={<IconArrowRight aria-hidden size="1.3rem" />}
        onClick={() => setMoving(true)}
      >
        {t('move.open')}
      </Button>
      <MoveDialog
        moving={moving ? { entryId, customerId: confirmation.customerId, what: sentence(shown, t) } : null}
        onClose={(movedTo) => {
          setMoving(false);
          if (movedTo) goOnWith(movedTo);
        }}
      />
    </>
  );
}

function UndoButton({ left }: { left: number }) {
  const { t } = useTranslation('counter');
  const busy = useCounter((state) => state.busy);
  return (
    <Button
      variant="default"
      size="md"
      radius="xl"
      aria-keyshortcuts="Control+Z"
      aria-busy={busy}
      leftSection={<IconArrowBackUp aria-hidden size="1.5rem" />}
      rightSection={
        <RingProgress
          aria-hidden
          size={34}
          thickness={3}
          sections={[{ value: (left / undoMilliseconds) * 100, color: 'var(--mantine-primary-color-filled)' }]}
          label={<span className={css.seconds}>{Math.ceil(left / 1000)}</span>}
        />
      }
      onClick={(event) => {
        // The second click of a double click on "Add a stamp" must not take the stamp back.
        if (event.detail < 2) void undo().then((error) => error && showError(error));
      }}
    >
      {t('undo')}
    </Button>
  );
}
