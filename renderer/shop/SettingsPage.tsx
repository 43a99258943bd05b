import { Tabs, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LogPage } from '../activity/LogPage.tsx';
import { UnusualPage } from '../activity/UnusualPage.tsx';
import { useAsk } from '../app/client.ts';
import { ErrorText } from '../app/errors.tsx';
import css from '../app/Shell.module.css';
import { useMay } from '../app/session.ts';
import { Waiting } from '../app/Waiting.tsx';
import { BackupSettings } from '../backups/BackupSettings.tsx';
import { PrintSettings } from '../paper/PrintSettings.tsx';
import { MySettings } from '../people/MySettings.tsx';
import { PeopleSettings } from '../people/PeopleSettings.tsx';
import { DataSettings } from './DataSettings.tsx';
import { LimitSettings } from './LimitSettings.tsx';
import { LookSettings } from './LookSettings.tsx';
import { ShopDetails } from './ShopDetails.tsx';
import { WordSettings } from './WordSettings.tsx';

/** Everything that can be set, in a few groups; staff see what is theirs. */
export function SettingsPage() {
  const { t } = useTranslation('shop');
  const owner = useMay('shop.update');
  const unusual = useMay('activity.unusual');
  const settings = useAsk('shop.settings', {});
  const [group, setGroup] = useState<string | null>(owner ? 'shop' : 'mine');
  if (settings.error) return <ErrorText error={settings.error} />;
  if (!settings.data) return <Waiting />;
  // A form begins anew when what it shows was changed elsewhere.
  const fresh = JSON.stringify(settings.data);
  const groups = owner
    ? (['shop', 'limits', 'look', 'words', 'print', 'people', 'unusual', 'log', 'backups', 'data', 'mine'] as const)
    : unusual
      ? (['unusual', 'mine'] as const)
      : (['mine'] as const);
  return (
    <div className={css.page}>
      <Title order={1}>{t('settings.title')}</Title>
      <Tabs value={group} onChange={setGroup} keepMounted={false}>
        <Tabs.List mb="lg">
          {groups.map((name) => (
            <Tabs.Tab key={name} value={name} mih="2.75rem" fz="md">
              {t(`settings.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="shop">
          <ShopDetails key={fresh} settings={settings.data} />
        </Tabs.Panel>
        <Tabs.Panel value="limits">
          <LimitSettings key={fresh} settings={settings.data} />
        </Tabs.Panel>
        <Tabs.Panel value="look">
          <LookSettings settings={settings.data} />
        </Tabs.Panel>
        <Tabs.Panel value="words">
          <WordSettings key={fresh} settings={settings.data} />
        </Tabs.Panel>
        <Tabs.Panel value="print">
          <PrintSettings key={fresh} settings={settings.data} />
        </Tabs.Panel>
        <Tabs.Panel value="people">
          <PeopleSettings />
        </Tabs.Panel>
        <Tabs.Panel value="unusual">
          <UnusualPage hoursKnown={settings.data.opensAt !== null && settings.data.closesAt !== null} />
        </Tabs.Panel>
        <Tabs.Panel value="log">
          <LogPage />
        </Tabs.Panel>
        <Tabs.Panel value="backups">
          <BackupSettings />
        </Tabs.Panel>
        <Tabs.Panel value="data">
          <DataSettings />
        </Tabs.Panel>
        <Tabs.Panel value="mine">
          <MySettings />
        </Tabs.Panel>
      </Tabs>
    </div>
  );
}
