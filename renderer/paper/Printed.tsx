import { useEffect } from 'react';
import type { Sheet } from '../../preload/contract/paper.ts';
import type { ShopStatus } from '../../preload/contract/shop.ts';
import { useAsk } from '../app/client.ts';
import { useLocale } from '../app/format.ts';
import { useLocaleOf } from '../app/useLocaleOf.ts';
import { SheetView } from './SheetView.tsx';
import { OnPaper } from './useLaidOut.ts';

/** One sheet in the hidden window, as who is signed in may see it. Closes the window when they may not. */
export function Printed({ sheet }: { sheet: Sheet }) {
  const status = useAsk('shop.status', {});
  const session = useAsk('people.session', {});
  const failed = Boolean(status.error ?? session.error);
  useEffect(() => {
    if (failed) window.close();
  }, [failed]);
  if (!status.data?.settings || !session.data) return null;
  return <Settled sheet={sheet} status={status.data} language={session.data.person?.language ?? null} />;
}

interface SettledProps {
  readonly sheet: Sheet;
  readonly status: ShopStatus;
  readonly language: ShopStatus['systemLanguage'] | null;
}

function Settled({ sheet, status, language }: SettledProps) {
  useLocaleOf(status, language);
  // The first picture would be drawn before the language is known.
  const settled = useLocale(
    (locale) => locale.currency === status.settings?.currency && locale.timeZone === status.settings?.timeZone,
  );
  if (!settled) return null;
  return (
    <OnPaper value>
      <SheetView sheet={sheet} />
    </OnPaper>
  );
}
