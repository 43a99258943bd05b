import { ActionIcon, Kbd, Menu, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { spotlight } from '@mantine/spotlight';
import { IconHelp, IconKey, IconLock, IconSearch, IconSettings } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Person } from '../../preload/contract/people.ts';
import type { ShopStatus } from '../../preload/contract/shop.ts';
import { askForPin } from '../people/pinRequests.ts';
import { useAct } from './client.ts';
import { showError } from './errors.tsx';
import { useFormat } from './format.ts';
import { Initials } from './Initials.tsx';
import css from './Shell.module.css';
import { useSession } from './session.ts';
import { go } from './view.ts';

/** Whose shop, who is at the till, and the ways to everything. */
export function TopBar({
  shopName,
  person,
  expiring,
  onHelp,
}: {
  shopName: string;
  person: Person;
  expiring: ShopStatus['expiring'];
  onHelp: () => void;
}) {
  const { t } = useTranslation('app');
  const { proof } = useSession();
  const { wholePercent } = useFormat();
  const leave = useAct('people.signOut');
  const lock = async () => {
    const answer = await leave.act({});
    if (!answer.ok) showError(answer.error);
  };
  return (
    <section className={css.top} aria-label={t('bar')}>
      <div className={css.bar}>
        <span className={css.shop}>{shopName}</span>
        {expiring && (
          <span className={css.quiet}>
            {t('expiring', { share: wholePercent((100 * expiring.done) / expiring.total) })}
          </span>
        )}
        <UnstyledButton className={css.everything} onClick={spotlight.open} aria-keyshortcuts="Control+K">
          <IconSearch aria-hidden size="1.125rem" />
          <span className={css.wide}>{t('everything.open')}</span>
          <Kbd aria-hidden className={css.wide}>
            Ctrl K
          </Kbd>
        </UnstyledButton>
        <ActionIcon aria-label={t('shortcuts.open')} aria-keyshortcuts="F1" onClick={onHelp}>
          <IconHelp aria-hidden />
        </ActionIcon>
        <Menu position="bottom-end" shadow="md" width="17rem">
          <Menu.Target>
            <UnstyledButton className={css.who}>
              <Initials name={person.name} />
              <span className={css.wide}>{person.name}</span>
              <VisuallyHidden>{t('me.menu')}</VisuallyHidden>
            </UnstyledButton>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Label>{t(`me.${person.role}`)}</Menu.Label>
            {proof === 'tap' ? (
              <Menu.Item leftSection={<IconKey aria-hidden size="1.25rem" />} onClick={() => void askForPin()}>
                {t('me.pin')}
              </Menu.Item>
            ) : null}
            <Menu.Item leftSection={<IconSettings aria-hidden size="1.25rem" />} onClick={() => go({ at: 'settings' })}>
              {t('place.settings')}
            </Menu.Item>
            <Menu.Item leftSection={<IconLock aria-hidden size="1.25rem" />} onClick={() => void lock()}>
              {t('me.lock')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
    </section>
  );
}
