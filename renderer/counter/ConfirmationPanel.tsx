import { Button, RingProgress } from '@mantine/core';
import { IconAlertTriangle, IconArrowBackUp, IconArrowRight, IconCircleCheckFilled } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { undoMilliseconds } from '../../preload/contract/counter.ts';
import { useAsk } from '../app/client.ts';
import { showError } from '../app/errors.tsx';
import { type Format, useFormat } from '../app/format.ts';
import css from './Counter.module.css';
import { cardShort, explained } from './cardWords.ts';
import { MoveDialog } from './MoveDialog.tsx';
import { PhoneEnd } from './PhoneEnd.tsx';
import { shownName, useHidden } from './privacy.ts';
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

/** What was done, in a sentence or two. */
function sentence({ confirmation, offer, undone }: Shown, t: TFunction<'counter'>, format: Format): string {
  const { redeemed, spent, used, goal, earned, parts, issued } = confirmation;
  if (undone) return t('done.undone');
  if (redeemed) return t('done.redeemed', { reward: redeemed.name });
  if (used) return t('done.used', { benefit: used.name ?? offer ?? t('offer.personal') });
  if (spent)
    return t('done.spent', {
      count: spent.points,
      number: format.number(spent.points),
      amount: format.money(spent.amount),
    });
  if (parts.length === 0) return t('done.visit');
  const given =
    earned === 0
      ? t('done.nothing')
      : goal === null
        ? t('done.points', { count: earned, number: format.number(earned) })
        : t('done.stamped', { count: earned });
  const [first] = issued;
  if (!first) return given;
  const names = [...new Set(issued.map(({ name }) => name))].join(', ');
  // Several can come at once, on the way and at the end.
  const full = confirmation.before + earned >= (goal ?? 0);
  return `${given} ${full ? t('done.earned', { count: issued.length, reward: names }) : t('done.interim', { reward: names })}`;
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

/** What was done and to whom: the right person is known by name, last visit, digits and what they like (F-26). */
function Said({ shown }: { shown: Shown }) {
  const { t } = useTranslation('counter');
  const format = useFormat();
  const { confirmation, undone } = shown;
  const asking = useCounter((state) => state.asking !== null);
  const hidden = useHidden();
  const customer = useAsk('counter.open', { customerId: confirmation.customerId }).data;
  const card = customer?.cards.find(({ programId }) => programId === confirmation.programId);
  const stamps = undone ? confirmation.before : confirmation.after;
  const why = undone ? null : explained(t, format, confirmation);
  const { previousVisitDay } = confirmation;
  return (
    <>
      {undone ? (
        <IconArrowBackUp className={css.tick} aria-hidden />
      ) : (
        <IconCircleCheckFilled className={css.tick} aria-hidden />
      )}
      <div>
        <strong className={css.doneTitle}>{sentence(shown, t, format)}</strong>
        {why !== null && <span className={css.why}>{why}</span>}
        <span className={css.facts}>
          {customer && <span>{shownName(t, hidden, customer)}</span>}
          {card && <span>{cardShort(t, format, { ...card, stamps })}</span>}
          {customer?.phoneEnd && !asking && <PhoneEnd digits={customer.phoneEnd} />}
          {customer && !hidden && previousVisitDay !== null && (
            <span>{t('done.lastVisit', { when: format.ago(previousVisitDay) })}</span>
          )}
          {customer?.likes && !hidden && <span>{customer.likes}</span>}
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
  const format = useFormat();
  const { confirmation } = shown;
  const [moving, setMoving] = useState(false);
  // A visit on a card, or what was added to one; a reward handed over belongs to whose it was.
  const { parts, spent, redeemed, used, entryIds } = confirmation;
  const entryId = parts.length > 0 && !spent && !redeemed && !used ? entryIds[0] : undefined;
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
        moving={moving ? { entryId, customerId: confirmation.customerId, what: sentence(shown, t, format) } : null}
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
