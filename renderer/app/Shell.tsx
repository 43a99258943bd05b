import { UnstyledButton } from '@mantine/core';
import { ModalsProvider } from '@mantine/modals';
import { notifications } from '@mantine/notifications';
import { spotlight } from '@mantine/spotlight';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { findProcedure } from '../../preload/contract/index.ts';
import type { Person } from '../../preload/contract/people.ts';
import type { ShopHealth, ShopStatus } from '../../preload/contract/shop.ts';
import { scan } from '../counter/store.ts';
import { DemoBanner } from '../demo/DemoBanner.tsx';
import { PinDialogs } from '../people/PinDialogs.tsx';
import { closePinDialog } from '../people/pinRequests.ts';
import { useTouch } from '../people/useTouch.ts';
import { ClockWarning } from './ClockWarning.tsx';
import { queryClient } from './client.ts';
import { Everything } from './Everything.tsx';
import { HealthWarnings } from './HealthWarnings.tsx';
import { placesFor } from './navigation.ts';
import { Outcomes } from './Outcomes.tsx';
import { Rail } from './Rail.tsx';
import css from './Shell.module.css';
import { ShortcutHelp } from './ShortcutHelp.tsx';
import { onScan } from './scanner.ts';
import { useSession } from './session.ts';
import { useShortcuts } from './shortcuts.ts';
import { TopBar } from './TopBar.tsx';
import { ViewFrame } from './ViewFrame.tsx';
import { go, useView } from './view.ts';

/** Nothing a person saw stays in the page when they leave the till. */
function forget(): void {
  closePinDialog();
  spotlight.close();
  notifications.clean();
  queryClient.removeQueries({ predicate: ({ queryKey: [feature] }) => feature !== 'shop' && feature !== 'people' });
  go({ at: 'counter' });
}

/** A trusted till falls back from the PIN to the tap by itself; what only the PIN shows leaves the page's memory too. */
function forgetWhatPinOpened(): void {
  const procedureOf = ([, name]: readonly unknown[]) => (typeof name === 'string' ? findProcedure(name) : null);
  queryClient.removeQueries({
    predicate: ({ queryKey }) => {
      const access = procedureOf(queryKey)?.access;
      return access !== undefined && access !== 'anyone' && access.proof === 'pin';
    },
  });
}

/** The signed-in app: where one can go, who is there, and the view. Keyed by the person. */
export function Shell({
  person,
  shopName,
  demo,
  clockBehind,
  health,
  expiring,
}: {
  person: Person;
  shopName: string;
  demo: boolean;
  clockBehind: boolean;
  health: ShopHealth | null;
  expiring: ShopStatus['expiring'];
}) {
  const { t } = useTranslation('app');
  const { view, opened } = useView();
  const places = placesFor(person.role);
  useTouch();
  const [helpOpen, setHelpOpen] = useShortcuts(places.map(({ at }) => at));
  const { proof } = useSession();
  useEffect(() => forget, []);
  useEffect(() => {
    if (proof !== 'pin') forgetWhatPinOpened();
  }, [proof]);
  useEffect(
    () =>
      onScan((code) => {
        spotlight.close();
        go({ at: 'counter' });
        void scan(code);
      }),
    [],
  );

  return (
    <ModalsProvider labels={{ confirm: t('yes'), cancel: t('cancel') }}>
      <UnstyledButton className={css.skip} onClick={() => document.getElementById('view')?.focus()}>
        {t('skip')}
      </UnstyledButton>
      <div className={css.shell}>
        <div className={css.banners}>
          {demo ? <DemoBanner /> : null}
          {clockBehind ? <ClockWarning /> : null}
          {health ? <HealthWarnings health={health} /> : null}
          <Outcomes personId={person.personId} />
        </div>
        <TopBar shopName={shopName} person={person} expiring={expiring} onHelp={() => setHelpOpen(true)} />
        <Rail places={places} view={view} />
        <main id="view" className={css.view} tabIndex={-1}>
          <ViewFrame view={view} opened={opened} />
        </main>
      </div>
      <Everything person={person} />
      <ShortcutHelp opened={helpOpen} onClose={() => setHelpOpen(false)} places={places} />
      <PinDialogs />
    </ModalsProvider>
  );
}
