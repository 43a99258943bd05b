import { Button, Group, Image, Radio, SegmentedControl, Select, Stack, Text, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconPhotoUp, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppErrorData } from '../../preload/contract/errors.ts';
import { type ShopSettings, slipPapers } from '../../preload/contract/shop.ts';
import { useAct, useAsk } from '../app/client.ts';
import { ErrorText } from '../app/errors.tsx';
import { useSaveShop } from '../shop/useSaveShop.ts';

/** The logo on cards and posters, and how slips are printed. */
export function PrintSettings({ settings }: { settings: ShopSettings }) {
  return (
    <Stack gap="xl">
      <Logo />
      <Slips settings={settings} />
    </Stack>
  );
}

function Logo() {
  const { t } = useTranslation('paper');
  const picture = useAsk('paper.logo', {}).data?.picture;
  const choose = useAct('paper.chooseLogo');
  const remove = useAct('paper.removeLogo');
  const [error, setError] = useState<AppErrorData | null>(null);
  const run = async ({ act }: typeof choose | typeof remove) => {
    const answer = await act({});
    setError(answer.ok ? null : answer.error);
  };
  return (
    <Stack component="section" aria-labelledby="logo-title">
      <Title order={2} size="h4" id="logo-title">
        {t('logo.title')}
      </Title>
      <Text c="dimmed">{t('logo.help')}</Text>
      {picture && <Image src={picture} alt={t('logo.alt')} h="5rem" w="auto" maw="16rem" fit="contain" />}
      <ErrorText error={error} />
      <Group>
        <Button
          variant="default"
          loading={choose.busy}
          leftSection={<IconPhotoUp size="1.2rem" aria-hidden />}
          onClick={() => void run(choose)}
        >
          {picture ? t('logo.other') : t('logo.choose')}
        </Button>
        {picture && (
          <Button
            variant="subtle"
            color="gray"
            loading={remove.busy}
            leftSection={<IconTrash size="1.2rem" aria-hidden />}
            onClick={() => void run(remove)}
          >
            {t('logo.remove')}
          </Button>
        )}
      </Group>
    </Stack>
  );
}

/** In the list of printers: ask each time. */
const ask = '';

function Slips({ settings }: { settings: ShopSettings }) {
  const { t } = useTranslation(['paper', 'app']);
  const { save, error, busy } = useSaveShop();
  const printers = useAsk('paper.printers', {});
  const { slipPaper, slipPrinter, slipAfterStamp } = settings;
  const form = useForm({ initialValues: { slipPaper, slipPrinter, slipAfterStamp } });
  const known = printers.data ?? [];
  const choices = known.map(({ name, title }) => ({ value: name, label: title }));
  // A printer that is switched off is not forgotten.
  if (slipPrinter !== null && !known.some(({ name }) => name === slipPrinter))
    choices.push({ value: slipPrinter, label: t('slip.gone', { printer: slipPrinter }) });
  return (
    <form onSubmit={form.onSubmit((values) => void save(values))}>
      <Stack>
        <Title order={2} size="h4">
          {t('slip.title')}
        </Title>
        <Radio.Group label={t('slip.after')} {...form.getInputProps('slipAfterStamp')}>
          <Stack mt="xs">
            {(['off', 'ask', 'always'] as const).map((value) => (
              <Radio
                key={value}
                value={value}
                size="md"
                label={t(`slip.${value}`)}
                description={t(`slip.${value}Help`)}
              />
            ))}
          </Stack>
        </Radio.Group>
        <div>
          <Text fw={500} id="slip-paper">
            {t('slip.paper')}
          </Text>
          <SegmentedControl
            aria-labelledby="slip-paper"
            data={slipPapers.map((value) => ({ value, label: t(`slip.paper${value}`) }))}
            {...form.getInputProps('slipPaper')}
          />
        </div>
        <Select
          label={t('slip.printer')}
          description={t('slip.printerHelp')}
          allowDeselect={false}
          data={[{ value: ask, label: t('slip.askPrinter') }, ...choices]}
          value={form.values.slipPrinter ?? ask}
          onChange={(name) => form.setFieldValue('slipPrinter', name === ask ? null : name)}
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
