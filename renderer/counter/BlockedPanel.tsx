import { Alert } from '@mantine/core';
import { IconHandStop } from '@tabler/icons-react';
import { type RefObject, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText } from '../app/errors.tsx';
import { useApproval } from '../app/session.ts';
import { BigButton } from './BigButton.tsx';
import css from './Counter.module.css';
import { type Blocked, stamp, useCounter } from './store.ts';

/** Blocks that one press can lift; the others are lifted by changing what is asked. */
const liftable = ['TOO_SOON', 'VISIT_LIMIT', 'APPROVAL_NEEDED', 'UNEXPECTED', 'SHOP_BUSY'] as const;
type Liftable = (typeof liftable)[number];
export const isLiftable = (code: string): code is Liftable => liftable.some((known) => known === code);

interface BlockedPanelProps {
  blocked: Blocked;
  primary: RefObject<HTMLButtonElement | null>;
}

/** Why no stamp was given, in plain words, and the one press that helps (F-25). */
export function BlockedPanel({ blocked, primary }: BlockedPanelProps) {
  const { t } = useTranslation('counter');
  const busy = useCounter((state) => state.busy);
  const approval = useApproval();
  const { error, wanted } = blocked;
  const why = errorText(error, t);

  useEffect(() => {
    if (isLiftable(error.code)) primary.current?.focus();
  }, [error, primary]);

  const askManager = async () => {
    const override = await approval.ask(why);
    if (override) await stamp({ ...wanted, override });
  };
  const manager = { label: t('blocked.askManager'), go: () => void askManager() };
  const again = { label: t('blocked.tryAgain'), go: () => void stamp(wanted) };
  const sameVisit = { label: t('blocked.sameVisit'), go: () => void stamp({ ...wanted, sameVisit: true }) };
  const help: Record<Liftable, typeof manager> = {
    // Where the shop blocks, one more stamp inside the minutes needs a manager.
    TOO_SOON: error.params?.mode === 'block' ? manager : sameVisit,
    VISIT_LIMIT: manager,
    APPROVAL_NEEDED: manager,
    UNEXPECTED: again,
    SHOP_BUSY: again,
  };
  const way = isLiftable(error.code) ? help[error.code] : null;
  return (
    <div className={css.panel}>
      <Alert
        role="alert"
        color="mustard"
        variant="light"
        title={t('blocked.title')}
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
