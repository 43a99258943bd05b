import {
  Button,
  Group,
  Modal,
  Paper,
  SegmentedControl,
  Stack,
  Switch,
  Text,
  Title,
  useMantineColorScheme,
} from '@mantine/core';
import { IconKey, IconLifebuoy } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { languages } from '../../preload/contract/values.ts';
import { useAct, useAsk } from '../app/client.ts';
import { showDone } from '../app/confirm.ts';
import { showError } from '../app/errors.tsx';
import { useLocale } from '../app/format.ts';
import { useNeedsPin, usePinGate, useSession } from '../app/session.ts';
import { keepPrivacy, usePrivateByDefault } from '../counter/privacy.ts';
import { languageNames } from '../shop/ShopFields.tsx';
import { ChangePin } from './ChangePin.tsx';
import { askForPin } from './pinRequests.ts';
import { RecoveryCode } from './RecoveryCode.tsx';

/** What belongs to the person at the till: their language, their PIN, and how this computer shows the app. */
export function MySettings() {
  const { t } = useTranslation(['people', 'app', 'shop']);
  const { person } = useSession();
  const language = useLocale((locale) => locale.language);
  const choose = useAct('people.chooseLanguage');
  const { run } = usePinGate();
  const needsPin = useNeedsPin('people.changePin');
  const [changing, setChanging] = useState(false);
  const [renewing, setRenewing] = useState(false);
  const status = useAsk('shop.status', {}).data;
  const hidden = usePrivateByDefault();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  if (!person) return null;
  return (
    <Stack>
      <Paper withBorder p="lg" radius="lg">
        <Stack>
          <Title order={2} size="h4" id="my-language">
            {t('mine.language')}
          </Title>
          <Text c="dimmed">{t('mine.languageHelp')}</Text>
          <SegmentedControl
            aria-labelledby="my-language"
            data={languages.map((value) => ({ value, label: languageNames[value] }))}
            value={language}
            onChange={async (next) => {
              const chosen = languages.find((one) => one === next);
              if (!chosen) return;
              const answer = await choose.act({ language: chosen });
              if (!answer.ok) showError(answer.error);
            }}
          />
        </Stack>
      </Paper>
      <Paper withBorder p="lg" radius="lg">
        <Stack>
          <Title order={2} size="h4" id="my-scheme">
            {t('mine.scheme')}
          </Title>
          <SegmentedControl
            aria-labelledby="my-scheme"
            data={(['auto', 'light', 'dark'] as const).map((value) => ({ value, label: t(`mine.${value}`) }))}
            value={colorScheme}
            onChange={(scheme) => setColorScheme(scheme === 'light' || scheme === 'dark' ? scheme : 'auto')}
          />
        </Stack>
      </Paper>
      <Paper withBorder p="lg" radius="lg">
        <Switch
          size="md"
          label={t('mine.privacy')}
          description={t('mine.privacyHelp')}
          checked={hidden}
          onChange={(event) => keepPrivacy(event.currentTarget.checked)}
        />
      </Paper>
      <Paper withBorder p="lg" radius="lg">
        <Stack>
          <Title order={2} size="h4">
            {t('mine.pin')}
          </Title>
          <Group>
            <Button
              variant="default"
              leftSection={<IconKey aria-hidden />}
              onClick={async () => {
                // The old PIN first, so that nobody changes it on an open till.
                if (!needsPin || (await askForPin())) setChanging(true);
              }}
            >
              {t('mine.pinChange')}
            </Button>
          </Group>
        </Stack>
      </Paper>
      {person.role === 'owner' && status?.demo === false ? (
        <Paper withBorder p="lg" radius="lg">
          <Stack>
            <Title order={2} size="h4">
              {t('recovery.code')}
            </Title>
            <Text c="dimmed">{t('recovery.renewHelp')}</Text>
            <Group>
              <Button
                variant="default"
                leftSection={<IconLifebuoy aria-hidden />}
                onClick={async () => {
                  // Always the PIN: whoever has the code has the shop.
                  if (await askForPin()) setRenewing(true);
                }}
              >
                {t('recovery.renew')}
              </Button>
            </Group>
          </Stack>
        </Paper>
      ) : null}
      {renewing ? (
        <Modal
          opened
          size="lg"
          onClose={() => setRenewing(false)}
          title={t('recovery.renew')}
          closeButtonProps={{ 'aria-label': t('app:close') }}
        >
          <RecoveryCode
            shopName={status?.settings?.name ?? ''}
            onDone={() => {
              setRenewing(false);
              showDone(t('recovery.renewed'));
            }}
          />
        </Modal>
      ) : null}
      {changing ? (
        <ChangePin
          person={person}
          run={run}
          onClose={(done) => {
            setChanging(false);
            if (done) showDone(t('mine.pinChanged'));
          }}
        />
      ) : null}
    </Stack>
  );
}
