import {
  Button,
  Card,
  EmptyState,
  SimpleGrid,
  Skeleton,
  Stack,
  Table,
  Text,
  Title,
  UnstyledButton,
} from '@mantine/core';
import { IconGift } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { OfferLine, OfferReport } from '../../preload/contract/offers.ts';
import { BackButton } from '../app/BackButton.tsx';
import { useAsk } from '../app/client.ts';
import { customerName } from '../app/customerName.ts';
import { ErrorText } from '../app/errors.tsx';
import { useFormat } from '../app/format.ts';
import { go } from '../app/view.ts';
import { Section } from '../month/Section.tsx';
import { stateWords, useOfferWords } from './offerWords.ts';

/** The personal offers of a year: how many were made, what they cost, and who came back for them (F-84). */
export function OffersPage() {
  const { t } = useTranslation('offers');
  const { data: report, error } = useAsk('offers.list', {});
  return (
    <Stack gap="lg">
      <BackButton to={{ at: 'programs' }}>{t('back')}</BackButton>
      <div>
        <Title order={1}>{t('title')}</Title>
        <Text c="dimmed">{t('note')}</Text>
      </div>
      <ErrorText error={error} />
      {!report && !error && <Skeleton height="14rem" radius="lg" />}
      {report && (report.made === 0 ? <NoOffers /> : <Report report={report} />)}
    </Stack>
  );
}

function NoOffers() {
  const { t } = useTranslation('offers');
  return (
    <EmptyState
      py="xl"
      size="lg"
      variant="light"
      icon={<IconGift aria-hidden />}
      title={t('report.noneTitle')}
      description={t('report.noneText')}
    >
      <EmptyState.Actions>
        <Button variant="light" onClick={() => go({ at: 'risk' })}>
          {t('report.toRisk')}
        </Button>
      </EmptyState.Actions>
    </EmptyState>
  );
}

function Report({ report }: { report: OfferReport }) {
  const { t } = useTranslation('offers');
  const format = useFormat();
  const decided = report.made - report.withdrawn - report.waiting;
  const figures = [
    { label: t('report.made'), value: format.number(report.made) },
    { label: t('report.redeemed'), value: format.number(report.redeemed) },
    { label: t('report.ended'), value: format.number(report.ended) },
    { label: t('report.withdrawn'), value: format.number(report.withdrawn) },
    { label: t('report.openOnes'), value: format.number(report.open) },
    { label: t('report.cost'), value: report.withoutCost < report.redeemed ? format.money(report.cost) : '—' },
  ];
  return (
    <>
      <Section id="offers-figures" order={2} title={t('report.span', { day: format.day(report.from) })}>
        <SimpleGrid cols={{ base: 2, sm: 3, lg: 6 }} component="dl" m={0}>
          {figures.map(({ label, value }) => (
            <div key={label}>
              <Text component="dt" c="dimmed" size="sm">
                {label}
              </Text>
              <Text component="dd" m={0} fz="h3" fw={650}>
                {value}
              </Text>
            </div>
          ))}
        </SimpleGrid>
        <Text>
          {decided > 0 && t('report.came', { came: format.number(report.cameBack), count: decided })}
          {report.waiting > 0 && ` ${t('report.waiting', { count: report.waiting })}`}
          {report.withoutCost > 0 && ` ${t('report.withoutCost', { count: report.withoutCost })}`}
        </Text>
      </Section>
      <Card withBorder radius="lg" padding="lg" component="section" aria-labelledby="offers-list">
        <Title order={2} size="h4" id="offers-list" mb="sm">
          {t('report.list')}
        </Title>
        <Table.ScrollContainer minWidth="44rem">
          <Table verticalSpacing="0.3rem" tabularNums aria-labelledby="offers-list">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('report.customer')}</Table.Th>
                <Table.Th>{t('report.offer')}</Table.Th>
                <Table.Th>{t('report.madeOn')}</Table.Th>
                <Table.Th>{t('report.state')}</Table.Th>
                <Table.Th>{t('report.back')}</Table.Th>
                <Table.Th ta="end">{t('report.costOf')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {report.lines.map((line) => (
                <Line key={line.offerId} line={line} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      </Card>
    </>
  );
}

const backWord = ({ cameBack, waiting }: OfferLine) => (cameBack ? 'yes' : waiting ? 'notYet' : 'no');

function Line({ line }: { line: OfferLine }) {
  const { t } = useTranslation('offers');
  const format = useFormat();
  const words = useOfferWords();
  return (
    <Table.Tr>
      <Table.Th scope="row">
        <UnstyledButton
          mih="2.75rem"
          td="underline"
          onClick={() => go({ at: 'customer', customerId: line.customerId })}
        >
          {customerName(t, line)}
        </UnstyledButton>
      </Table.Th>
      <Table.Td>{words(line.benefit)}</Table.Td>
      <Table.Td>{format.day(line.madeOn)}</Table.Td>
      <Table.Td>{stateWords(line, t, format)}</Table.Td>
      <Table.Td>{line.state === 'withdrawn' ? '—' : t(`report.${backWord(line)}`)}</Table.Td>
      <Table.Td ta="end">
        {line.state !== 'redeemed' ? '' : line.cost === null ? '—' : format.money(line.cost)}
      </Table.Td>
    </Table.Tr>
  );
}
