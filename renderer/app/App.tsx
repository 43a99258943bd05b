import { MantineProvider } from '@mantine/core';
import { DatesProvider } from '@mantine/dates';
import { Notifications } from '@mantine/notifications';
import 'dayjs/locale/id';
import 'dayjs/locale/ro';
import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import type { ShopStatus } from '../../preload/contract/shop.ts';
import { SignIn } from '../people/SignIn.tsx';
import { useAsk } from './client.ts';
import { ErrorScreen, FailureScreen } from './FailureScreen.tsx';
import { useLocale } from './format.ts';
import { styleNonce } from './nonce.ts';
import { Safety } from './Safety.tsx';
import { startScanner } from './scanner.ts';
import { useSession } from './session.ts';
import { paperVariables, themeFor } from './theme.ts';
import { useLocaleOf } from './useLocaleOf.ts';
import { Waiting } from './Waiting.tsx';

// A start shows who works here, and nothing else: what comes after it is fetched meanwhile, the first run only where there is one.
const fetchShell = () => import('./Shell.tsx');
const Shell = lazy(async () => ({ default: (await fetchShell()).Shell }));
const FirstRun = lazy(async () => ({ default: (await import('../shop/FirstRun.tsx')).FirstRun }));
const PlaceGate = lazy(async () => ({ default: (await import('../backups/PlaceGate.tsx')).PlaceGate }));
const UnlockPage = lazy(async () => ({ default: (await import('../keys/UnlockPage.tsx')).UnlockPage }));
const SealGate = lazy(async () => ({ default: (await import('../keys/SealGate.tsx')).SealGate }));
const RecoveryGate = lazy(async () => ({ default: (await import('../people/RecoveryGate.tsx')).RecoveryGate }));

/** The shop's business day changes while the till stands open; asked for once a minute. */
const everyMinute = 60_000;

/** The whole page: the look of this shop, then whatever state it is in. */
export function App() {
  const status = useAsk('shop.status', {}, { every: everyMinute });
  const accent = status.data?.settings?.accent ?? 'terracotta';
  const language = useLocale((locale) => locale.language);
  const theme = useMemo(() => themeFor(accent), [accent]);
  useEffect(startScanner, []);
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={paperVariables}
      defaultColorScheme="auto"
      getStyleNonce={styleNonce}
    >
      <Notifications position="bottom-center" limit={3} />
      <DatesProvider settings={{ locale: language }}>
        <Safety>
          {status.data ? (
            <Suspense fallback={<Waiting />}>
              <InShop status={status.data} />
            </Suspense>
          ) : status.error ? (
            <ErrorScreen error={status.error} onRetry={() => void status.refetch()} />
          ) : (
            <Waiting />
          )}
        </Safety>
      </DatesProvider>
    </MantineProvider>
  );
}

function InShop({ status }: { status: ShopStatus }) {
  const session = useAsk('people.session', {}, { enabled: status.state === 'ready' });
  const { person, proof } = useSession();
  useLocaleOf(status, person?.language ?? null);
  /** Where the decision about a second place could not even be written down. */
  const [goneOn, setGoneOn] = useState(false);
  const ready = status.state === 'ready';
  useEffect(() => {
    if (ready) void fetchShell();
  }, [ready]);
  if (status.state === 'failed' && status.failure) return <FailureScreen failure={status.failure} />;
  if (status.lock) return <UnlockPage password={status.lock.password} />;
  if (status.state !== 'ready' || !status.settings) return <FirstRun status={status} />;
  if (session.isPending) return <Waiting />;
  const shopName = status.settings.name;
  if (!person) return <SignIn shopName={shopName} demo={status.demo} />;
  const owner = person.role === 'owner' && proof === 'pin';
  if (owner && !status.hasRecoveryCode && !status.demo) return <RecoveryGate shopName={shopName} />;
  if (owner && status.unsealed) return <SealGate />;
  if (owner && !status.decidedOnPlace && !status.demo && !goneOn) return <PlaceGate onGoOn={() => setGoneOn(true)} />;
  return (
    <Shell
      key={person.personId}
      person={person}
      shopName={shopName}
      demo={status.demo}
      clockBehind={status.clockBehind}
      health={status.health}
      expiring={status.expiring}
    />
  );
}
