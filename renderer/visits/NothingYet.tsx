import { Button, EmptyState } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useMay } from '../app/session.ts';
import { go } from '../app/view.ts';

interface NothingYetProps {
  icon: ReactNode;
  title: string;
  description: string;
  /** What the button to the import says. */
  importLabel: string;
}

/** A page that has nothing to show before there are visits: what it will bring, and the way to bring past visits in. */
export function NothingYet({ icon, title, description, importLabel }: NothingYetProps) {
  const mayImport = useMay('visits.import');
  return (
    <EmptyState py="xl" size="lg" variant="light" icon={icon} title={title} description={description}>
      {mayImport && (
        <EmptyState.Actions>
          <Button
            variant="light"
            leftSection={<IconFileImport size="1.2rem" aria-hidden />}
            onClick={() => go({ at: 'import' })}
          >
            {importLabel}
          </Button>
        </EmptyState.Actions>
      )}
    </EmptyState>
  );
}
