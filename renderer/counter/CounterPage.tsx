import { Button } from '@mantine/core';
import { IconUserPlus } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../app/client.ts';
import { useMay, useSession } from '../app/session.ts';
import { ConfirmationPanel } from './ConfirmationPanel.tsx';
import css from './Counter.module.css';
import { CustomerView } from './CustomerView.tsx';
import { EnrolDialog } from './EnrolDialog.tsx';
import { Home } from './Home.tsx';
import { NewCard } from './NewCard.tsx';
import { Results } from './Results.tsx';
import { SearchField } from './SearchField.tsx';
import { serve, useCounter } from './store.ts';
import { UnknownCode } from './UnknownCode.tsx';
import { useTillKeys } from './useTillKeys.ts';

/** The till: a search field that is always ready, a person, a card, a button. */
export function CounterPage() {
  const { t } = useTranslation('counter');
  const { text, opened, shown } = useCounter();
  const field = useRef<HTMLInputElement>(null);
  const primary = useRef<HTMLButtonElement>(null);
  const [marked, setMarked] = useState<number | null>(null);
  const [enrolling, setEnrolling] = useState<string | null>(null);
  const mayEnrol = useMay('customers.enrol');
  useTillKeys(field, primary);

  const personId = useSession().person?.personId;
  useEffect(() => {
    if (personId) serve(personId);
  }, [personId]);

  const wanted = text.trim();
  const found = useAsk('counter.find', { text: wanted }, { enabled: wanted !== '', keepPrevious: true });
  const fresh = found.isSuccess && !found.isPlaceholderData;

  // After every action, and without a customer, the field is ready for the next one.
  const lastShown = useRef(shown);
  useEffect(() => {
    if (opened === null || shown !== lastShown.current) field.current?.focus();
    lastShown.current = shown;
  }, [opened, shown]);

  // A card scanned over an open form is about somebody else.
  useEffect(() => {
    if (opened) setEnrolling(null);
  }, [opened]);

  const startEnrolling = () => setEnrolling(wanted);
  return (
    <div className={css.page}>
      <h1 className={css.said}>{t('title')}</h1>
      <div className={css.top}>
        <div className={css.search}>
          <SearchField
            field={field}
            primary={primary}
            hits={fresh ? found.data : null}
            marked={marked}
            onMark={setMarked}
            onNobody={() => {
              if (mayEnrol) startEnrolling();
            }}
          />
        </div>
        {mayEnrol && (
          <Button
            variant="default"
            radius="xl"
            className={css.enrol}
            leftSection={<IconUserPlus aria-hidden />}
            onClick={startEnrolling}
          >
            {t('enrol.open')}
          </Button>
        )}
      </div>
      <ConfirmationPanel />
      <UnknownCode onEnrol={mayEnrol ? () => setEnrolling('') : null} />
      {enrolling === null && <NewCard onEnrol={mayEnrol ? startEnrolling : null} />}
      {wanted !== '' ? (
        <Results
          hits={found.data ?? []}
          fresh={fresh}
          marked={marked}
          onMark={setMarked}
          onEnrol={mayEnrol ? startEnrolling : null}
        />
      ) : opened ? (
        <CustomerView key={opened.customerId} opened={opened} primary={primary} />
      ) : (
        <Home />
      )}
      {enrolling !== null && (
        <EnrolDialog
          typed={enrolling}
          onClose={() => {
            setEnrolling(null);
            field.current?.focus();
          }}
        />
      )}
    </div>
  );
}
