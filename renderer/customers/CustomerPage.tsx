import { Alert, Badge, Button, Card, Grid, Group, SimpleGrid, Skeleton, Stack, Text, Title } from '@mantine/core';
import { IconArchive, IconArrowsJoin2, IconCoffee, IconPencil } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerRecord } from '../../preload/contract/customers.ts';
import type { CustomerId } from '../../preload/contract/values.ts';
import { BackButton } from '../app/BackButton.tsx';
import { useAsk } from '../app/client.ts';
import { customerName } from '../app/customerName.ts';
import { ErrorText } from '../app/errors.tsx';
import { useFormat, useLocale } from '../app/format.ts';
import { useMay } from '../app/session.ts';
import { go } from '../app/view.ts';
import { open as openAtCounter } from '../counter/store.ts';
import { CardsOfCustomer } from '../memberCards/CardsOfCustomer.tsx';
import { MergedNote } from '../merges/MergedNote.tsx';
import { MergesDialog } from '../merges/MergesDialog.tsx';
import { OffersCard } from '../offers/OffersCard.tsx';
import { StaffCard } from '../people/StaffCard.tsx';
import { PerksOfCustomer } from '../perks/PerksOfCustomer.tsx';
import { PrivacyCard } from '../privacy/PrivacyCard.tsx';
import { ArchiveButton } from './ArchiveButton.tsx';
import { CustomerFormDialog } from './CustomerFormDialog.tsx';
import { dayOf } from './days.ts';
import { MarkCard } from './MarkCard.tsx';
import { markIcons } from './marks.tsx';
import classes from './RecordCard.module.css';
import { RecordCard } from './RecordCard.tsx';
import { TimelineCard } from './TimelineCard.tsx';

/** One customer: who they are on the left, what happened on the right (F-37). */
export function CustomerPage({ customerId }: { customerId: CustomerId }) {
  const { t } = useTranslation('customers');
  const { data: customer, error } = useAsk('customers.get', { customerId });
  return (
    <Stack gap="lg">
      <BackButton to={{ at: 'customers' }}>{t('record.back')}</BackButton>
      <ErrorText error={error} />
      {!customer && !error && <Skeleton height="12rem" radius="lg" />}
      {customer && <Record customer={customer} />}
    </Stack>
  );
}

function Record({ customer }: { customer: CustomerRecord }) {
  const { t } = useTranslation('customers');
  const format = useFormat();
  const timeZone = useLocale((locale) => locale.timeZone);
  const [editing, setEditing] = useState(false);
  const mayEdit = useMay('customers.update');
  const mayLink = useMay('people.linkCustomer');
  const mayMerge = useMay('merges.merge');
  const { t: tMerges } = useTranslation('merges');
  const [merging, setMerging] = useState(false);
  const Mark = customer.mark === 'none' ? null : markIcons[customer.mark];
  const archived = customer.archivedAt !== null;

  return (
    <>
      <Group justify="space-between" align="flex-start">
        <Stack gap={4}>
          <Title order={1}>{customerName(t, customer)}</Title>
          <Group gap="xs">
            <Text c="dimmed">
              {t('record.number')} {customer.number} ·{' '}
              {t('record.since', { day: format.day(dayOf(customer.createdAt, timeZone)) })}
            </Text>
            {customer.mark !== 'none' && Mark && (
              <Badge size="lg" variant="light" color="gray" tt="none" leftSection={<Mark size="1rem" aria-hidden />}>
                {t(`mark.${customer.mark}`)}
                {customer.markUntil && `, ${t('mark.untilDay', { day: format.day(customer.markUntil) })}`}
              </Badge>
            )}
          </Group>
        </Stack>
        <Group gap="sm">
          <ArchiveButton customer={customer} />
          {mayMerge && !archived && (
            <Button
              variant="default"
              leftSection={<IconArrowsJoin2 size="1.2rem" aria-hidden />}
              onClick={() => setMerging(true)}
            >
              {tMerges('withAnother')}
            </Button>
          )}
          {mayEdit && !archived && (
            <Button
              variant="default"
              leftSection={<IconPencil size="1.2rem" aria-hidden />}
              onClick={() => setEditing(true)}
            >
              {t('record.edit')}
            </Button>
          )}
          {!archived && (
            <Button
              leftSection={<IconCoffee size="1.2rem" aria-hidden />}
              onClick={() => {
                openAtCounter(customer.customerId);
                go({ at: 'counter' });
              }}
            >
              {t('record.openAtCounter')}
            </Button>
          )}
        </Group>
      </Group>
      {archived && (
        <Alert variant="light" color="gray" title={t('record.archived')} icon={<IconArchive aria-hidden />}>
          {t('record.archivedText')}
        </Alert>
      )}
      <MergedNote customerId={customer.customerId} />
      {merging && <MergesDialog customerId={customer.customerId} onClose={() => setMerging(false)} />}
      <Figures customer={customer} />
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Stack gap="lg">
            <RecordCard customer={customer} />
            <CardsOfCustomer customerId={customer.customerId} name={customerName(t, customer)} mayChange={!archived} />
            <OffersCard customerId={customer.customerId} name={customerName(t, customer)} mayChange={!archived} />
            <PerksOfCustomer customerId={customer.customerId} mayChange={!archived} />
            {mayEdit && !archived && <MarkCard customer={customer} />}
            {mayLink && !archived && <StaffCard customerId={customer.customerId} />}
            <PrivacyCard customer={customer} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 7 }}>
          <TimelineCard customerId={customer.customerId} name={customerName(t, customer)} archived={archived} />
        </Grid.Col>
      </Grid>
      <CustomerFormDialog opened={editing} onClose={() => setEditing(false)} customer={customer} />
    </>
  );
}

/** The four numbers a person at the counter asks for. */
function Figures({ customer }: { customer: CustomerRecord }) {
  const { t } = useTranslation('customers');
  const format = useFormat();
  const figures = [
    { label: t('record.visits'), value: format.number(customer.visitDays) },
    {
      label: t('record.lastVisit'),
      value: customer.lastVisitDay ? format.ago(customer.lastVisitDay) : t('record.noVisit'),
      small: customer.lastVisitDay ? format.day(customer.lastVisitDay) : null,
    },
    {
      label: t('record.firstVisit'),
      value: customer.firstVisitDay ? format.ago(customer.firstVisitDay) : '—',
      small: customer.firstVisitDay ? format.day(customer.firstVisitDay) : null,
    },
    ...(customer.spend === null ? [] : [{ label: t('record.spend'), value: format.money(customer.spend) }]),
  ];
  return (
    <SimpleGrid cols={{ base: 2, sm: figures.length }} spacing="lg" component="dl" m={0}>
      {figures.map(({ label, value, small }) => (
        <Card key={label} withBorder radius="lg" padding="md">
          <Text component="dt" c="dimmed" size="sm">
            {label}
          </Text>
          <Text component="dd" m={0} fz="h3" fw={650} lh={1.3} className={classes.sentence ?? ''}>
            {value}
          </Text>
          {small && (
            <Text component="dd" m={0} c="dimmed" size="sm">
              {small}
            </Text>
          )}
        </Card>
      ))}
    </SimpleGrid>
  );
}
