import { Button, Group, Text, Title } from '@mantine/core';
import { IconCrown, IconGift, IconPlus, IconRubberStamp, IconShoppingBag } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Program } from '../../preload/contract/programs.ts';
import { useAsk } from '../app/client.ts';
import { ErrorText } from '../app/errors.tsx';
import { useLocale } from '../app/format.ts';
import { useMay } from '../app/session.ts';
import { go } from '../app/view.ts';
import { ChangeProgram } from './ChangeProgram.tsx';
import { copyOf, type ProgramDraft } from './draft.ts';
import { ItemsDialog } from './ItemsDialog.tsx';
import { NewProgram } from './NewProgram.tsx';
import { ProgramItem } from './ProgramItem.tsx';
import css from './Programs.module.css';

const order: readonly Program['state'][] = ['running', 'planned', 'paused', 'over', 'ended'];

/** What is being done instead of looking: a new program, also like another, or new rules for one. */
type Doing = { readonly make: ProgramDraft | null } | { readonly change: Program } | null;

/** The shop's programs: what runs, what waits, what has ended; and a new one. */
export function ProgramsPage() {
  const { t } = useTranslation('programs');
  const { data: programs, error } = useAsk('programs.list', {});
  const { t: tOffers } = useTranslation('offers');
  const { t: tPerks } = useTranslation('perks');
  const mayChange = useMay('programs.create');
  const { currency } = useLocale();
  const [doing, setDoing] = useState<Doing>(null);
  const [items, setItems] = useState(false);
  const close = () => setDoing(null);
  if (doing)
    return 'change' in doing ? (
      <ChangeProgram program={doing.change} onClose={close} />
    ) : (
      <NewProgram copy={doing.make} onClose={close} />
    );
  const sorted = programs?.toSorted(
    (a, b) => order.indexOf(a.state) - order.indexOf(b.state) || b.createdAt - a.createdAt,
  );
  const make = (
    <Button size="md" leftSection={<IconPlus aria-hidden />} onClick={() => setDoing({ make: null })}>
      {t('new')}
    </Button>
  );
  return (
    <div className={css.page}>
      <Group justify="space-between" gap="sm">
        <Title order={1}>{t('title')}</Title>
        {mayChange && sorted && sorted.length > 0 && (
          <Group gap="sm">
            <Button
              variant="default"
              leftSection={<IconCrown aria-hidden size="1.2rem" />}
              onClick={() => go({ at: 'perks' })}
            >
              {tPerks('open')}
            </Button>
            <Button
              variant="default"
              leftSection={<IconGift aria-hidden size="1.2rem" />}
              onClick={() => go({ at: 'offers' })}
            >
              {tOffers('title')}
            </Button>
            <Button
              variant="default"
              leftSection={<IconShoppingBag aria-hidden size="1.2rem" />}
              onClick={() => setItems(true)}
            >
              {t('items.open')}
            </Button>
            {make}
          </Group>
        )}
      </Group>
      <ErrorText error={error} />
      {sorted?.length === 0 && (
        <div className={css.empty}>
          <IconRubberStamp aria-hidden size="2.5rem" stroke={1.4} />
          <Text fw={650} size="lg">
            {t('empty.title')}
          </Text>
          <Text c="dimmed" maw="34rem">
            {t('empty.text')}
          </Text>
          {mayChange && make}
        </div>
      )}
      <div className={css.list}>
        {sorted?.map((program) => (
          <ProgramItem
            key={program.programId}
            program={program}
            mayChange={mayChange}
            onChange={() => setDoing({ change: program })}
            onCopy={() =>
              setDoing({
                make: copyOf(program.rules, t('copyName', { name: program.rules.name }).slice(0, 60), currency),
              })
            }
          />
        ))}
      </div>
      {items && <ItemsDialog onClose={() => setItems(false)} />}
    </div>
  );
}
