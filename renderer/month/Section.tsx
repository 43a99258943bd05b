import { Card, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

interface SectionProps {
  /** Unique on the page; names the region by its heading. */
  readonly id: string;
  readonly title: string;
  readonly note?: ReactNode;
  /** Rank of its heading: the month's parts lie below the month's name. */
  readonly order?: 2 | 3;
  readonly children: ReactNode;
}

/** A part of the month under its heading. */
export function Section({ id, title, note, order = 3, children }: SectionProps) {
  return (
    <Card withBorder radius="lg" padding="lg" h="100%" component="section" aria-labelledby={id}>
      <Stack gap="md">
        <div>
          <Title order={order} size="h4" id={id}>
            {title}
          </Title>
          {note && (
            <Text size="sm" c="dimmed">
              {note}
            </Text>
          )}
        </div>
        {children}
      </Stack>
    </Card>
  );
}
