import { Autocomplete, Button, Group, Modal, Stack, Table, Text, TextInput } from '@mantine/core';
import { IconArchive, IconArchiveOff, IconPencil, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppErrorData } from '../../preload/contract/errors.ts';
import type { Item } from '../../preload/contract/programs.ts';
import { useAct, useAsk } from '../app/client.ts';
import { ErrorText, showError } from '../app/errors.tsx';
import { usePinGate } from '../app/session.ts';
import css from './Programs.module.css';

/** What the shop sells, as far as programs tell it apart (F-03): add, rename, put into a category, archive. */
export function ItemsDialog({ onClose }: { onClose(): void }) {
  const { t } = useTranslation('programs');
  const { data: items, error } = useAsk('programs.items', {});
  const [editing, setEditing] = useState<Item | null>(null);
  const categories = [...new Set((items ?? []).flatMap(({ category }) => category ?? []))];
  return (
    <Modal
      opened
      size="xl"
      onClose={onClose}
      title={<span className={css.dialogTitle}>{t('items.title')}</span>}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <Stack>
        <Text c="dimmed">{t('items.text')}</Text>
        <ErrorText error={error} />
        <ItemForm
          key={editing?.itemId ?? 'new'}
          item={editing}
          categories={categories}
          onDone={() => setEditing(null)}
        />
        {items && items.length > 0 && (
          <Table verticalSpacing="xs" aria-label={t('items.title')}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('field.itemName')}</Table.Th>
                <Table.Th>{t('field.category')}</Table.Th>
                <Table.Th>{t('items.actions')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {items.map((item) => (
                <ItemRow key={item.itemId} item={item} onEdit={() => setEditing(item)} />
              ))}
            </Table.Tbody>
          </Table>
        )}
      </Stack>
    </Modal>
  );
}

function ItemRow({ item, onEdit }: { item: Item; onEdit(): void }) {
  const { t } = useTranslation('programs');
  const { act, busy } = useAct('programs.changeItem');
  const gate = usePinGate();
  const { itemId, name, category, archived } = item;
  const archive = async () => {
    const answer = await gate.run(() => act({ itemId, name, category, archived: !archived }));
    if (answer && !answer.ok) showError(answer.error);
  };
  return (
    <Table.Tr>
      <Table.Td>
        {name} {archived && <Text span c="dimmed">{`(${t('items.archived')})`}</Text>}
      </Table.Td>
      <Table.Td>{category ?? '–'}</Table.Td>
      <Table.Td>
        <Group gap="xs" wrap="nowrap">
          <Button variant="subtle" px="xs" aria-label={t('items.editNamed', { name })} onClick={onEdit}>
            <IconPencil aria-hidden size="1.2rem" />
          </Button>
          <Button
            variant="subtle"
            color="gray"
            px="xs"
            loading={busy}
            aria-label={t(archived ? 'items.restoreNamed' : 'items.archiveNamed', { name })}
            onClick={() => void archive()}
          >
            {archived ? <IconArchiveOff aria-hidden size="1.2rem" /> : <IconArchive aria-hidden size="1.2rem" />}
          </Button>
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}

interface ItemFormProps {
  /** Null for a new one. */
  readonly item: Item | null;
  readonly categories: readonly string[];
  onDone(): void;
}

function ItemForm({ item, categories, onDone }: ItemFormProps) {
  const { t } = useTranslation('programs');
  const add = useAct('programs.addItem');
  const change = useAct('programs.changeItem');
  const gate = usePinGate();
  const [name, setName] = useState(item?.name ?? '');
  const [category, setCategory] = useState(item?.category ?? '');
  const [wrong, setWrong] = useState<string | null>(null);
  const [error, setError] = useState<AppErrorData | null>(null);
  const save = async () => {
    setError(null);
    if (name.trim() === '') return setWrong(t('wrong.itemName'));
    setWrong(null);
    const details = { name, category };
    const answer = await gate.run<unknown>(() =>
      item ? change.act({ itemId: item.itemId, archived: item.archived, ...details }) : add.act(details),
    );
    if (!answer) return;
    if (answer.ok) {
      setName('');
      setCategory(item ? '' : category);
      onDone();
    } else if (answer.error.code === 'BAD_INPUT' && answer.error.fields?.includes('name'))
      setWrong(t('wrong.itemTaken'));
    else setError(answer.error);
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        // The dialog may stand over the form of a program.
        event.stopPropagation();
        void save();
      }}
    >
      <Group align="flex-start">
        <TextInput
          flex={2}
          label={t('field.itemName')}
          maxLength={60}
          value={name}
          error={wrong}
          data-autofocus
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Autocomplete
          flex={1}
          size="md"
          label={t('field.category')}
          placeholder={t('items.optional')}
          maxLength={60}
          data={[...categories]}
          value={category}
          onChange={setCategory}
        />
        <Button
          type="submit"
          mt="1.6rem"
          loading={add.busy || change.busy}
          {...(item ? {} : { leftSection: <IconPlus aria-hidden size="1.1rem" /> })}
        >
          {t(item ? 'items.save' : 'items.addItem')}
        </Button>
      </Group>
      <ErrorText error={error} />
    </form>
  );
}
