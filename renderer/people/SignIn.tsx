import { Button, Stack, Text, Title, UnstyledButton } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Person } from '../../preload/contract/people.ts';
import { call, newRequestId, useAct, useAsk } from '../app/client.ts';
import { showError } from '../app/errors.tsx';
import { useFormat, useLocale } from '../app/format.ts';
import { Initials } from '../app/Initials.tsx';
import { onScan } from '../app/scanner.ts';
import { useSession } from '../app/session.ts';
import { DemoBanner } from '../demo/DemoBanner.tsx';
import { PinPad } from './PinPad.tsx';
import css from './SignIn.module.css';

const nobody: readonly Person[] = [];

/** "Who?": a tap on one's name, and the PIN where this till asks for it. */
export function SignIn({ shopName, demo }: { shopName: string; demo: boolean }) {
  const { t } = useTranslation('people');
  const { trustedTill } = useSession();
  const people = useAsk('people.list', {}).data ?? nobody;
  const tap = useAct('people.tap');
  const [chosen, setChosen] = useState<Person | null>(null);
  const only = people.length === 1 && !trustedTill ? (people[0] ?? null) : null;
  const person = chosen ?? only;

  useEffect(
    () =>
      onScan((code) => {
        void call('people.badge', { code }, newRequestId()).then((answer) => {
          if (answer.ok) return;
          const { personId } = answer.error.params ?? {};
          const owner = people.find((one) => one.personId === personId);
          if (owner) setChosen(owner);
          else showError(answer.error);
        });
      }),
    [people],
  );

  const choose = async (who: Person) => {
    if (!trustedTill) {
      setChosen(who);
      return;
    }
    const answer = await tap.act({ personId: who.personId });
    if (answer.ok) return;
    if (answer.error.code === 'PIN_NEEDED') setChosen(who);
    else showError(answer.error);
  };

  return (
    <main className={css.page}>
      {demo ? <DemoBanner /> : null}
      <Welcome shopName={shopName} />
      <section className={css.panel} aria-label={t('who')}>
        {person ? (
          <Stack className={css.pin}>
            <Title order={2}>{t('hello', { name: person.name })}</Title>
            <PinPad
              label={t('pin.label')}
              goLabel={t('signIn')}
              forgot={person}
              tryPin={(pin) => call('people.signIn', { personId: person.personId, pin }, newRequestId())}
            />
            {only ? null : (
              <Button variant="subtle" leftSection={<IconArrowLeft aria-hidden />} onClick={() => setChosen(null)}>
                {t('somebodyElse')}
              </Button>
            )}
          </Stack>
        ) : (
          <Stack>
            <Title order={2}>{t('who')}</Title>
            <div className={css.tiles}>
              {people.map((who, place) => (
                <UnstyledButton
                  key={who.personId}
                  className={css.tile}
                  // The first name is ready for Enter.
                  autoFocus={place === 0}
                  disabled={tap.busy}
                  onClick={() => void choose(who)}
                >
                  <Initials name={who.name} />
                  <span className={css.name}>{who.name}</span>
                  <Text span size="sm" c="dimmed">
                    {t(`role.${who.role}`)}
                  </Text>
                </UnstyledButton>
              ))}
            </div>
            <Text c="dimmed">{trustedTill ? t('tapHint') : t('pinHint')}</Text>
          </Stack>
        )}
      </section>
    </main>
  );
}

function Welcome({ shopName }: { shopName: string }) {
  const format = useFormat();
  const today = useLocale((locale) => locale.today);
  return (
    <header className={css.welcome}>
      <div className={css.holes} aria-hidden>
        {['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'].map((hole, place) => (
          <span key={hole} data-filled={place < 7 || undefined} />
        ))}
      </div>
      <Title order={1} className={css.shop}>
        {shopName}
      </Title>
      <Text className={css.day}>{format.longDay(today)}</Text>
    </header>
  );
}
