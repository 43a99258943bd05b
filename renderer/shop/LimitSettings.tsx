import { Button, Group, NumberInput, Radio, Stack, Switch, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import type { ShopSettings } from '../../preload/contract/shop.ts';
import { ErrorText } from '../app/errors.tsx';
import { useSaveShop } from './useSaveShop.ts';

/** 495 ↔ "08:15"; empty for not said. */
const clockOf = (minutes: number | null): string =>
  minutes === null
    ? ''
    : `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
const minutesOf = (clock: string): number | null => {
  const [hour, minute] = clock.split(':').map(Number);
  return clock === '' || hour === undefined || minute === undefined ? null : hour * 60 + minute;
};

/** Limits against mistakes (F-12), the till's trust (F-19), and the window that decides who still counts as a customer. */
export function LimitSettings({ settings }: { settings: ShopSettings }) {
  const { t } = useTranslation(['shop', 'app']);
  const { save, error, busy } = useSaveShop();
  const { visitsPerDay, minutesBetweenVisits, limitMode, trustedTill, autoLockMinutes, activityWindowDays } = settings;
  const hours = { opensAt: clockOf(settings.opensAt), closesAt: clockOf(settings.closesAt) };
  const form = useForm({
    initialValues: {
      visitsPerDay,
      minutesBetweenVisits,
      limitMode,
      trustedTill,
      autoLockMinutes,
      activityWindowDays,
      ...hours,
    },
  });
  const ownWindow = form.values.activityWindowDays === null;
  return (
    <form
      onSubmit={form.onSubmit(
        (values) => void save({ ...values, opensAt: minutesOf(values.opensAt), closesAt: minutesOf(values.closesAt) }),
      )}
    >
      <Stack gap="lg">
        <NumberInput
          label={t('limits.visitsPerDay')}
          min={1}
          max={50}
          allowDecimal={false}
          {...form.getInputProps('visitsPerDay')}
        />
        <NumberInput
          label={t('limits.minutesBetween')}
          description={t('limits.minutesBetweenHelp')}
          min={0}
          max={1440}
          allowDecimal={false}
          {...form.getInputProps('minutesBetweenVisits')}
        />
        <Radio.Group label={t('limits.mode')} {...form.getInputProps('limitMode')}>
          <Stack mt="xs">
            <Radio value="warn" size="md" label={t('limits.warn')} description={t('limits.warnHelp')} />
            <Radio value="block" size="md" label={t('limits.block')} description={t('limits.blockHelp')} />
          </Stack>
        </Radio.Group>
        <Switch
          size="md"
          label={t('limits.trusted')}
          description={t('limits.trustedHelp')}
          {...form.getInputProps('trustedTill', { type: 'checkbox' })}
        />
        <NumberInput
          label={t('limits.autoLock')}
          min={1}
          max={120}
          allowDecimal={false}
          {...form.getInputProps('autoLockMinutes')}
        />
        <Group grow align="flex-start">
          <TextInput
            type="time"
            label={t('limits.opensAt')}
            description={t('limits.hoursHelp')}
            {...form.getInputProps('opensAt')}
          />
          <TextInput
            type="time"
            label={t('limits.closesAt')}
            description={t('limits.hoursHelp')}
            {...form.getInputProps('closesAt')}
          />
        </Group>
        <Switch
          size="md"
          label={t('limits.ownWindow')}
          description={t('limits.ownWindowHelp')}
          checked={ownWindow}
          onChange={(event) => form.setFieldValue('activityWindowDays', event.currentTarget.checked ? null : 90)}
        />
        {ownWindow ? null : (
          <NumberInput
            label={t('limits.window')}
            min={31}
            max={730}
            allowDecimal={false}
            {...form.getInputProps('activityWindowDays')}
          />
        )}
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
