import { Button, Group, Select, Stack, Text } from '@mantine/core';
import { IconPlus, IconShoppingBag, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../../app/client.ts';
import { rateKey } from '../draft.ts';
import { ItemsDialog } from '../ItemsDialog.tsx';
import type { ProgramFormApi } from './programForm.ts';
import { WholeNumber } from './WholeNumber.tsx';

/** Items and categories that earn more, less or nothing, and what all others earn (F-03). */
export function RateFields({ form }: { form: ProgramFormApi }) {
  const { t } = useTranslation('programs');
  const { data: items } = useAsk('programs.items', {});
  const [catalogue, setCatalogue] = useState(false);
  const { itemRates, kind, earn } = form.values;
  const known = (items ?? []).filter(({ archived }) => !archived);
  const categories = [...new Set(known.flatMap(({ category }) => category ?? []))];
  const choices = [
    {
      group: t('items.categories'),
      items: categories.map((category) => ({ value: rateKey({ by: 'category', category }), label: category })),
    },
    {
      group: t('items.one'),
      items: known.map(({ itemId, name }) => ({ value: rateKey({ by: 'item', itemId }), label: name })),
    },
  ].filter((group) => group.items.length > 0);
  const unit = kind === 'stamps' ? 'stamps' : 'points';
  const rateLabel = earn.per === 'item' ? t(`field.rate.${unit}`) : t('field.rate.times');
  return (
    <Stack>
      <Text c="dimmed">{t(earn.per === 'visit' ? 'items.helpVisit' : 'items.help')}</Text>
      {itemRates.map((_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is known by nothing but its place
        <Group key={i} align="flex-start" wrap="nowrap">
          <Select
            flex={2}
            searchable
            label={t('field.item')}
            placeholder={t('items.choose')}
            nothingFoundMessage={t('items.none')}
            data={choices}
            {...form.getInputProps(`itemRates.${i}.of`)}
          />
          <WholeNumber label={rateLabel} {...form.getInputProps(`itemRates.${i}.rate`)} />
          <Button
            variant="subtle"
            color="gray"
            mt="1.6rem"
            px="xs"
            aria-label={t('removeNamed', { name: t('items.line', { place: i + 1 }) })}
            onClick={() => form.removeListItem('itemRates', i)}
          >
            <IconTrash aria-hidden size="1.2rem" />
          </Button>
        </Group>
      ))}
      <Group>
        <Button
          variant="default"
          leftSection={<IconPlus aria-hidden size="1.1rem" />}
          onClick={() => form.insertListItem('itemRates', { of: '', rate: 0 })}
        >
          {t('items.add')}
        </Button>
        <Button
          variant="subtle"
          leftSection={<IconShoppingBag aria-hidden size="1.1rem" />}
          onClick={() => setCatalogue(true)}
        >
          {t('items.open')}
        </Button>
      </Group>
      {itemRates.length > 0 && (
        <WholeNumber label={t('field.otherItems', { rate: rateLabel })} {...form.getInputProps('otherItems')} />
      )}
      {catalogue && <ItemsDialog onClose={() => setCatalogue(false)} />}
    </Stack>
  );
}
