import { Kbd, Modal, Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { placesFor } from './navigation.ts';

interface ShortcutHelpProps {
  opened: boolean;
  onClose(): void;
  places: ReturnType<typeof placesFor>;
}

/** Keys that work at the counter, with the name of what they do. */
const counterKeys = [
  { keys: ['A–Z', '0–9'], does: 'find' },
  { keys: ['↑', '↓', 'Enter'], does: 'pick' },
  { keys: ['Enter'], does: 'stamp' },
  { keys: ['1', '…', '9'], does: 'stamps' },
  { keys: ['Tab'], does: 'others' },
  { keys: ['Ctrl', 'Z'], does: 'undo' },
  { keys: ['Ctrl', 'H'], does: 'hide' },
  { keys: ['Esc'], does: 'back' },
] as const;

/** The list behind `?` and F1. */
export function ShortcutHelp({ opened, onClose, places }: ShortcutHelpProps) {
  const { t } = useTranslation('app');
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('shortcuts.title')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <Table>
        <Table.Tbody>
          {counterKeys.map(({ keys, does }) => (
            <Row key={does} keys={keys} does={t(`shortcuts.${does}`)} />
          ))}
          <Row keys={[t('shortcuts.scanner')]} does={t('shortcuts.scan')} />
          {places.map(({ at }, index) => (
            <Row key={at} keys={['Ctrl', String(index + 1)]} does={t(`place.${at}`)} />
          ))}
          <Row keys={['Ctrl', 'K']} does={t('everything.open')} />
          <Row keys={['?', 'F1']} does={t('shortcuts.open')} />
        </Table.Tbody>
      </Table>
    </Modal>
  );
}

function Row({ keys, does }: { keys: readonly string[]; does: string }) {
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={550}>
        {does}
      </Table.Th>
      <Table.Td ta="end">
        {keys.map((key) => (
          <Kbd key={key} size="md" mx={2}>
            {key}
          </Kbd>
        ))}
      </Table.Td>
    </Table.Tr>
  );
}
