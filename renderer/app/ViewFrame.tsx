import { Stack, Text, Title } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { type ComponentType, lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { Person } from '../../preload/contract/people.ts';
import type { CustomerId } from '../../preload/contract/values.ts';
import { CounterPage } from '../counter/CounterPage.tsx';
import { PinPad } from '../people/PinPad.tsx';
import { call, newRequestId } from './client.ts';
import { maySee } from './navigation.ts';
import { Safety } from './Safety.tsx';
import css from './Shell.module.css';
import { useNeedsPin, useSession } from './session.ts';
import { type View, type ViewName, viewNeeds } from './view.ts';
import { Waiting } from './Waiting.tsx';

const page = <K extends string>(name: K, load: () => Promise<Record<K, ComponentType>>) =>
  lazy(async () => ({ default: (await load())[name] }));

// The counter is there at once; the others load when they are wanted.
const pages: Readonly<Record<Exclude<ViewName, 'customer'>, ComponentType>> = {
  counter: CounterPage,
  customers: page('CustomersPage', () => import('../customers/CustomersPage.tsx')),
  lists: page('ListsPage', () => import('../lists/ListsPage.tsx')),
  risk: page('RiskPage', () => import('../risk/RiskPage.tsx')),
  programs: page('ProgramsPage', () => import('../programs/ProgramsPage.tsx')),
  perks: page('PerksPage', () => import('../perks/PerksPage.tsx')),
  offers: page('OffersPage', () => import('../offers/OffersPage.tsx')),
  paperDay: page('PaperDayPage', () => import('../paper/PaperDayPage.tsx')),
  month: page('MonthPage', () => import('../month/MonthPage.tsx')),
  dayEnd: page('DayEndPage', () => import('../dayEnd/DayEndPage.tsx')),
  insights: page('InsightsPage', () => import('../insights/InsightsPage.tsx')),
  settings: page('SettingsPage', () => import('../shop/SettingsPage.tsx')),
  import: page('ImportPage', () => import('../visits/ImportPage.tsx')),
};
const CustomerPage = lazy(async () => ({ default: (await import('../customers/CustomerPage.tsx')).CustomerPage }));

/** One view, behind the PIN it asks for; a fault in it leaves the rest of the app standing. */
export function ViewFrame({ view, opened }: { view: View; opened: number }) {
  const { person } = useSession();
  const needsPin = useNeedsPin(viewNeeds[view.at]);
  if (!person || !maySee(view.at, person.role)) return null;
  if (needsPin) return <PinWall person={person} />;
  return (
    <Safety key={`${view.at} ${opened}`}>
      <Suspense fallback={<Waiting />}>
        {view.at === 'customer' ? <OneCustomer customerId={view.customerId} /> : <Page at={view.at} />}
      </Suspense>
    </Safety>
  );
}

function Page({ at }: { at: Exclude<ViewName, 'customer'> }) {
  const Shown = pages[at];
  return <Shown />;
}

function OneCustomer({ customerId }: { customerId: CustomerId }) {
  return <CustomerPage key={customerId} customerId={customerId} />;
}

/** On a trusted till a tap opens the counter; this page wants to know for sure. */
function PinWall({ person }: { person: Person }) {
  const { t } = useTranslation(['people', 'app']);
  return (
    <Stack className={css.wall}>
      <IconLock aria-hidden size="2.5rem" stroke={1.4} />
      <Title order={1} size="h2">
        {t('pin.wallTitle')}
      </Title>
      <Text c="dimmed">{t('pin.wall')}</Text>
      <PinPad
        label={t('pin.of', { name: person.name })}
        goLabel={t('pin.go')}
        forgot={person}
        tryPin={(pin) => call('people.signIn', { personId: person.personId, pin }, newRequestId())}
      />
    </Stack>
  );
}
