import { Accordion, Anchor, Stack, Table, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Finding } from '../../preload/contract/activity.ts';
import { useAsk } from '../app/client.ts';
import { customerName } from '../app/customerName.ts';
import { ErrorText } from '../app/errors.tsx';
import { useFormat } from '../app/format.ts';
import { go } from '../app/view.ts';
import { Waiting } from '../app/Waiting.tsx';

const named = ['visit', 'stamp', 'opening', 'redeem', 'void', 'return'] as const;

/** What strikes the eye at the till (F-34); each line opens its entries, and each entry its customer. */
export function UnusualPage({ hoursKnown }: { hoursKnown: boolean }) {
  const { t } = useTranslation('activity');
  const { data, error } = useAsk('activity.unusual', {});
  return (
    <Stack>
      <Title order={2} size="h3">
        {t('unusual.title')}
      </Title>
      <Text c="dimmed">{t('unusual.help')}</Text>
      {hoursKnown ? null : <Text c="dimmed">{t('unusual.hours')}</Text>}
      <ErrorText error={error} />
      {!data && !error ? <Waiting /> : null}
      {data?.length === 0 ? <Text>{t('unusual.none')}</Text> : null}
      <Accordion variant="separated" order={3}>
        {data?.map((finding) => (
          <Found key={keyOf(finding)} finding={finding} />
        ))}
      </Accordion>
    </Stack>
  );
}

const keyOf = ({ kind, day, person, customer, entries }: Finding) =>
  [kind, day, person, customer, entries[0]?.entryId].join(' ');

function Found({ finding }: { finding: Finding }) {
  const { t } = useTranslation('activity');
  const format = useFormat();
  const { kind, person, customer, day, count, of, entries } = finding;
  const words = { person, customer, count, of, day: day === null ? '' : format.day(day) };
  return (
    <Accordion.Item value={keyOf(finding)}>
      <Accordion.Control>
        <Text fw={600}>{t(`unusual.kind.${kind}`)}</Text>
        <Text>{t(`unusual.say.${kind}`, words)}</Text>
      </Accordion.Control>
      <Accordion.Panel>
        <Table aria-label={t('unusual.show', { count: entries.length })}>
          <Table.Tbody>
            {entries.map((entry) => {
              const what = named.find((one) => one === entry.kind) ?? 'other';
              return (
                <Table.Tr key={entry.entryId}>
                  <Table.Td>{format.moment(entry.at)}</Table.Td>
                  <Table.Td>{entry.person ?? t('program')}</Table.Td>
                  <Table.Td>
                    {t(`unusual.entry.${what}`)}
                    {entry.stamps > 1 ? ` × ${entry.stamps}` : null}
                  </Table.Td>
                  <Table.Td>
                    <Anchor
                      component="button"
                      type="button"
                      mih="2.75rem"
                      onClick={() => go({ at: 'customer', customerId: entry.customer.customerId })}
                    >
                      {customerName(t, entry.customer)}
                    </Anchor>
                  </Table.Td>
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      </Accordion.Panel>
    </Accordion.Item>
  );
}
