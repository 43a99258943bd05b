import { Badge, Card, Group, Stack, Text, Title } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerRecord } from '../../preload/contract/customers.ts';
import { useFormat, useLocale } from '../app/format.ts';
import { birthdayWords } from './birthdayWords.ts';
import { consentWords } from './consentWords.ts';
import { dayOf } from './days.ts';
import { consentsNow } from './formValues.ts';
import classes from './RecordCard.module.css';

/** What is written down about a customer; empty fields are not shown. */
export function RecordCard({ customer }: { customer: CustomerRecord }) {
  const { t, i18n } = useTranslation('customers');
  const format = useFormat();
  const timeZone = useLocale((locale) => locale.timeZone);
  const consents = consentsNow(customer);
  const about: [string, ReactNode][] = [
    [t('field.phones'), customer.phones.length > 0 && customer.phones.join(', ')],
    [t('field.email'), customer.email],
    [t('field.birthday'), customer.birthday && birthdayWords(customer.birthday, i18n.language)],
    [t('field.likes'), customer.likes],
    [t('field.language'), customer.language && t(`language.${customer.language}`)],
    [t('field.address'), customer.address],
    [t('field.source'), customer.source],
    ...Object.entries(customer.ownFields),
    [t('field.notes'), customer.notes],
    [t('record.externalId'), customer.externalId],
  ];
  const known = about.filter(([, value]) => value);

  return (
    <Card withBorder radius="lg" padding="lg" component="section" aria-labelledby="record-title">
      <Stack gap="md">
        <Title order={2} size="h3" id="record-title">
          {t('record.about')}
        </Title>
        {customer.tags.length > 0 && (
          <Group gap="xs">
            {customer.tags.map((tag) => (
              <Badge key={tag} variant="light" size="lg" tt="none">
                {tag}
              </Badge>
            ))}
          </Group>
        )}
        {known.length === 0 && <Text c="dimmed">{t('record.nothingYet')}</Text>}
        {known.length > 0 && (
          <dl className={classes.facts}>
            {known.map(([label, value]) => (
              <div key={label} className={classes.fact}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        )}
        <Stack gap={4}>
          <Text fw={600}>{t('record.consents')}</Text>
          {consents.length === 0 && (
            <Text c="dimmed" size="sm">
              {t('record.noConsents')}
            </Text>
          )}
          {consents.map((consent) => (
            <Group key={consent.channel} gap="xs" wrap="nowrap" align="flex-start">
              {consent.given ? <IconCheck size="1.2rem" aria-hidden /> : <IconX size="1.2rem" aria-hidden />}
              <Text size="sm">
                <b>{t(`channel.${consent.channel}`)}</b>{' '}
                {consentWords(consent, t, format.day(dayOf(consent.at, timeZone)))}
                {consent.source &&
                  ` · ${t('record.consentSource', { source: consent.source === 'till' ? t('record.sourceTill') : consent.source })}`}
              </Text>
            </Group>
          ))}
        </Stack>
      </Stack>
    </Card>
  );
}
