import { Card, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

interface SectionProps {
  /** Unique on the page; names the region by its heading. */
  readonly id: string;
  readonly title: string;
  readonly note?: ReactNode;
  readonly children: ReactNode;
}

/** A part of the month under its heading. */
export function Section({ id, title, note, children }: SectionProps) {
  return (
    <Card withBorder radius="lg" padding="lg" h="100%" component="section" aria-labelledby={id}>
      <Stack gap="md">
        <div>
          <Title order={3} size="h4" id={id}>
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
