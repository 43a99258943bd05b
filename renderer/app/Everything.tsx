import { Modal, VisuallyHidden } from '@mantine/core';
import { Spotlight } from '@mantine/spotlight';
import {
  IconArrowRight,
  IconClipboardList,
  IconFileImport,
  IconListCheck,
  IconLock,
  IconMoon,
  IconSearch,
  IconUser,
} from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Person } from '../../preload/contract/people.ts';
import type { CustomerId } from '../../preload/contract/values.ts';
import { shownName, useHidden } from '../counter/privacy.ts';
import { open } from '../counter/store.ts';
import { call, useAsk } from './client.ts';
import { maySee, placesFor } from './navigation.ts';
import { go } from './view.ts';

const toCounter = (customerId: CustomerId) => {
  go({ at: 'counter' });
  open(customerId);
};

/** Ctrl+K: places, things to do, and every customer by name, phone or number. */
export function Everything({ person }: { person: Person }) {
  const { t } = useTranslation('app');
  const [text, setText] = useState('');
  const hidden = useHidden();
  const wanted = text.trim();
  const hits = useAsk('counter.find', { text: wanted }, { enabled: wanted !== '', keepPrevious: true }).data ?? [];
  const matches = (label: string) => label.toLocaleLowerCase().includes(wanted.toLocaleLowerCase());
  const places = placesFor(person.role)
    .map(({ at, icon }) => ({ at, Icon: icon, label: t(`place.${at}`) }))
    .filter(({ label }) => matches(label));
  const doings = [
    ...(maySee('dayEnd', person.role)
      ? [{ label: t('everything.dayEnd'), Icon: IconMoon, run: () => go({ at: 'dayEnd' }) }]
      : []),
    ...(maySee('lists', person.role)
      ? [{ label: t('everything.lists'), Icon: IconListCheck, run: () => go({ at: 'lists' }) }]
      : []),
    ...(maySee('paperDay', person.role)
      ? [{ label: t('everything.paperDay'), Icon: IconClipboardList, run: () => go({ at: 'paperDay' }) }]
      : []),
    ...(maySee('import', person.role)
      ? [{ label: t('everything.import'), Icon: IconFileImport, run: () => go({ at: 'import' }) }]
      : []),
    { label: t('me.lock'), Icon: IconLock, run: () => void call('people.signOut', {}) },
  ].filter(({ label }) => matches(label));
  const customers = wanted === '' ? [] : hits;

  return (
    <Spotlight.Root
      query={text}
      onQueryChange={setText}
      shortcut={['mod + K']}
      // The counter's search field always has the focus, and Ctrl+K must work there too.
      tagsToIgnore={[]}
      clearQueryOnClose
      scrollable
      maxHeight="60vh"
    >
      <VisuallyHidden>
        <Modal.Title>{t('everything.open')}</Modal.Title>
      </VisuallyHidden>
      <Spotlight.Search
        placeholder={t('everything.placeholder')}
        aria-label={t('everything.placeholder')}
        leftSection={<IconSearch aria-hidden />}
      />
      <Spotlight.ActionsList>
        {customers.length > 0 ? (
          <Spotlight.ActionsGroup label={t('everything.customers')}>
            {customers.map((hit) => (
              <Spotlight.Action
                key={hit.customerId}
                label={shownName(t, hidden, hit)}
                description={[hidden ? null : hit.number, hit.phoneEnd && `…${hit.phoneEnd}`]
                  .filter(Boolean)
                  .join(' · ')}
                leftSection={<IconUser aria-hidden />}
                onClick={() => toCounter(hit.customerId)}
              />
            ))}
          </Spotlight.ActionsGroup>
        ) : null}
        {places.length > 0 ? (
          <Spotlight.ActionsGroup label={t('everything.places')}>
            {places.map(({ at, label, Icon }) => (
              <Spotlight.Action key={at} label={label} leftSection={<Icon aria-hidden />} onClick={() => go({ at })} />
            ))}
          </Spotlight.ActionsGroup>
        ) : null}
        {doings.map(({ label, Icon, run }) => (
          <Spotlight.Action
            key={label}
            label={label}
            leftSection={<Icon aria-hidden />}
            rightSection={<IconArrowRight aria-hidden />}
            onClick={run}
          />
        ))}
        {customers.length + places.length + doings.length === 0 ? (
          <Spotlight.Empty>{t('everything.nothing')}</Spotlight.Empty>
        ) : null}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
