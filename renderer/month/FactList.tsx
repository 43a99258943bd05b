import { Group, Stack, Text } from '@mantine/core';

interface Fact {
  readonly key: string;
  readonly name: string;
  readonly hint?: string;
  readonly value: string;
}

/** Names on the left, figures on the right. */
export function FactList({ facts }: { facts: readonly Fact[] }) {
  return (
    <Stack gap="sm" component="dl" m={0}>
      {facts.map(({ key, name, hint, value }) => (
        <Group key={key} justify="space-between" wrap="nowrap" align="flex-start">
          <dt>
            <Text fw={600} lh={1.3}>
              {name}
            </Text>
            {hint && (
              <Text size="sm" c="dimmed" lh={1.3}>
                {hint}
              </Text>
            )}
          </dt>
          <Text component="dd" m={0} fw={650} size="lg" style={{ whiteSpace: 'nowrap' }}>
            {value}
          </Text>
        </Group>
      ))}
    </Stack>
  );
}
