import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import type { ShopSettings } from '../../preload/contract/shop.ts';
import { ErrorText } from '../app/errors.tsx';
import { CurrencySelect, DayStartSelect, LanguageSelect, ZoneSelect } from './ShopFields.tsx';
import { useSaveShop } from './useSaveShop.ts';

/** Name, language, money and time of the shop. */
export function ShopDetails({ settings }: { settings: ShopSettings }) {
  const { t } = useTranslation(['shop', 'app']);
  const { save, error, busy } = useSaveShop();
  const { name, language, currency, timeZone, dayStartMinutes } = settings;
  const form = useForm({ initialValues: { name, language, currency, timeZone, dayStartMinutes } });
  return (
    <form onSubmit={form.onSubmit((values) => void save(values))}>
      <Stack>
        <TextInput label={t('name')} required maxLength={80} {...form.getInputProps('name')} />
        <LanguageSelect allowDeselect={false} description={t('languageHelp')} {...form.getInputProps('language')} />
        <CurrencySelect description={t('currencyHelp')} {...form.getInputProps('currency')} />
        <ZoneSelect own={timeZone} description={t('timeZoneHelp')} {...form.getInputProps('timeZone')} />
        <DayStartSelect
          minutes={form.values.dayStartMinutes}
          onMinutes={(minutes) => form.setFieldValue('dayStartMinutes', minutes)}
        />
        <ErrorText error={error} />
        <Group>
          <Button type="submit" loading={busy}>
            {t('app:save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
