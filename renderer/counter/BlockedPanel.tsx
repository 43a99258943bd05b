import { Alert } from '@mantine/core';
import { IconHandStop } from '@tabler/icons-react';
import { type RefObject, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { CounterCard } from '../../preload/contract/counter.ts';
import type { AppErrorData } from '../../preload/contract/errors.ts';
import { errorText } from '../app/errors.tsx';
import { useApproval } from '../app/session.ts';
import { BigButton } from './BigButton.tsx';
import css from './Counter.module.css';
import { type Blocked, useCounter } from './store.ts';

/** Blocks that one press can lift; the others are lifted by changing what is asked. */
const liftable = ['TOO_SOON', 'VISIT_LIMIT', 'APPROVAL_NEEDED', 'UNEXPECTED', 'SHOP_BUSY'] as const;
type Liftable = (typeof liftable)[number];
const liftableCode = (code: string): code is Liftable => liftable.some((known) => known === code);

/** A visit on no card that is noted already has nothing to be added to it. */
export const isLiftable = ({ code, params }: AppErrorData): boolean => liftableCode(code) && params?.mode !== 'visit';

interface BlockedPanelProps {
  blocked: Blocked;
  card: CounterCard | null;
  primary: RefObject<HTMLButtonElement | null>;
}

/** Why nothing was recorded, in plain words, and the one press that helps (F-25). */
export function BlockedPanel({ blocked, card, primary }: BlockedPanelProps) {
  const { t } = useTranslation('counter');
  const busy = useCounter((state) => state.busy);
  const approval = useApproval();
  const { error, again } = blocked;
  const why = errorText(error, t);

  useEffect(() => {
    if (isLiftable(error)) primary.current?.focus();
  }, [error, primary]);

  const askManager = async () => {
    const override = await approval.ask(why);
    if (override) await again({ override });
  };
  const manager = { label: t('blocked.askManager'), go: () => void askManager() };
  const tryAgain = { label: t('blocked.tryAgain'), go: () => void again() };
  const sameVisit = { label: t('blocked.sameVisit'), go: () => void again({ sameVisit: true }) };
  const help: Record<Liftable, typeof manager> = {
    // Where the shop blocks, one more stamp inside the minutes needs a manager.
    TOO_SOON: error.params?.mode === 'block' ? manager : sameVisit,
    VISIT_LIMIT: manager,
    APPROVAL_NEEDED: manager,
    UNEXPECTED: tryAgain,
    SHOP_BUSY: tryAgain,
  };
  const way = isLiftable(error) && liftableCode(error.code) ? help[error.code] : null;
  return (
    <div className={css.panel}>
      <Alert
        role="alert"
        color="mustard"
        variant="light"
        title={card?.kind === 'stamps' ? t('blocked.title') : t('blocked.notRecorded')}
        icon={<IconHandStop aria-hidden />}
        className={css.blocked}
      >
        {why}
      </Alert>
      {way && (
        <BigButton ref={primary} busy={busy} keyHint="Enter" onClick={way.go}>
          {way.label}
        </BigButton>
      )}
    </div>
  );
}
