import { Alert, Button, Group } from '@mantine/core';
import { IconCards } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useAct, useAsk } from '../app/client.ts';
import { showDone } from '../app/confirm.ts';
import { showError } from '../app/errors.tsx';
import { spelled } from '../memberCards/spelled.ts';
import { shownName, useHidden } from './privacy.ts';
import { forgetBlankCard, useCounter } from './store.ts';

/** A blank card was scanned: it goes to the customer on the counter, or to whoever is found or enrolled next. */
export function NewCard({ onEnrol }: { onEnrol: (() => void) | null }) {
  const { t } = useTranslation('counter');
  const { blankCard, opened } = useCounter();
  const customer = useAsk(
    'counter.open',
    { customerId: opened?.customerId ?? '' },
    { enabled: blankCard !== null && opened !== null },
  ).data;
  const { act, busy } = useAct('memberCards.attach');
  const hidden = useHidden();
  if (blankCard === null) return null;
  const code = spelled(blankCard);
  const name = customer ? shownName(t, hidden, customer) : null;
  const give = async () => {
    if (!customer || name === null) return;
    const answer = await act({ customerId: customer.customerId, code: blankCard });
    if (!answer.ok) return showError(answer.error);
    forgetBlankCard();
    showDone(t('newCard.given', { code, name }));
  };
  return (
    <Alert
      role="alert"
      color="ocean"
      variant="light"
      title={t('newCard.title', { code })}
      icon={<IconCards aria-hidden />}
    >
      {name === null ? t('newCard.help') : t('newCard.giveHelp', { name })}
      <Group mt="sm" gap="sm">
        {name !== null ? (
          <Button loading={busy} onClick={() => void give()}>
            {t('newCard.give', { name })}
          </Button>
        ) : (
          onEnrol && <Button onClick={onEnrol}>{t('enrol.open')}</Button>
        )}
        <Button variant="default" onClick={forgetBlankCard}>
          {t('newCard.notNow')}
        </Button>
      </Group>
    </Alert>
  );
}
