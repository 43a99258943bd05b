import { Card, Code, Divider, Group, SimpleGrid, Stack, Table, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';

const columns = ['customer_id', 'date', 'amount', 'name', 'phone'] as const;
const needed: readonly string[] = ['customer_id', 'date'];

/** A file as it is read, for those who make one by hand. The same in every language. */
const example = ['customer_id,date,amount,name', '0001,2025-03-31,4.50,Ana Pop', '0002,2025-03-31,,Budi Santoso'].join(
  '\n',
);

/** Which columns and dates are understood. */
export function FileGuide() {
  const { t } = useTranslation('visits');
  return (
    <Card withBorder radius="lg" padding="lg">
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="xl">
        <Stack gap="sm">
          <Title order={2} size="h4">
            {t('choose.columnsTitle')}
          </Title>
          <Text>{t('choose.columnsText')}</Text>
          <Table verticalSpacing="xs">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('choose.columnName')}</Table.Th>
                <Table.Th>{t('choose.columnMeaning')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {columns.map((column) => (
                <Table.Tr key={column}>
                  <Table.Th scope="row">
                    <Code>{column}</Code>
                  </Table.Th>
                  <Table.Td>
                    {t(`choose.column.${column}`)}
                    {needed.includes(column) && (
                      <Text span size="sm" fw={600}>
                        {' '}
                        ({t('choose.required')})
                      </Text>
                    )}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Stack>
        <Stack gap="sm">
          <Title order={2} size="h4">
            {t('choose.datesTitle')}
          </Title>
          <Text>{t('choose.datesText')}</Text>
          <Text>{t('choose.separatorText')}</Text>
          <Group gap="xs">
            <Text fw={600} size="sm">
              {t('choose.example')}
            </Text>
          </Group>
          <Code block style={{ whiteSpace: 'pre-wrap' }}>
            {example}
          </Code>
          <Divider />
          <Text c="dimmed">{t('choose.againText')}</Text>
        </Stack>
      </SimpleGrid>
    </Card>
  );
}
