import { Button } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { go, type View } from './view.ts';

/** The way back at the top of a page that has no place of its own in the rail. */
export function BackButton({ to, children }: { to: View; children: string }) {
  return (
    <Button
      variant="subtle"
      w="fit-content"
      px="xs"
      ml="-0.6rem"
      leftSection={<IconArrowLeft size="1.2rem" aria-hidden />}
      onClick={() => go(to)}
    >
      {children}
    </Button>
  );
}
