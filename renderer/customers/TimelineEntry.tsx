import { ActionIcon, Badge, Group, Menu, Stack, Text } from '@mantine/core';
import {
  IconAdjustments,
  IconArrowBackUp,
  IconArrowRight,
  IconCards,
  IconCoins,
  IconDiscount,
  IconDoorEnter,
  IconDots,
  IconEraser,
  IconGift,
  IconHourglassEmpty,
  IconReceiptRefund,
  IconRubberStamp,
  IconTrophy,
} from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { EntryKind, TimelineItem } from '../../preload/contract/customers.ts';
import { customerName } from '../app/customerName.ts';
import { useFormat } from '../app/format.ts';
import { useMay } from '../app/session.ts';
import { explained } from '../counter/cardWords.ts';
import { entryWords } from './entryWords.ts';
import classes from './RecordCard.module.css';
import type { Reversal } from './ReverseDialog.tsx';
import { mayMove, mayReturn, mayVoid, type TimelineGroup } from './timeline.ts';

export const entryIcons: Readonly<Record<EntryKind, typeof IconGift>> = {
  visit: IconDoorEnter,
  opening: IconCards,
  stamp: IconRubberStamp,
  issue: IconTrophy,
  redeem: IconGift,
  spend: IconCoins,
  expire: IconHourglassEmpty,
  adjust: IconAdjustments,
  use: IconDiscount,
  void: IconEraser,
  return: IconReceiptRefund,
  move: IconArrowRight,
};

/** What says on which card it was; the others name the reward. */
const onCard: readonly EntryKind[] = ['stamp', 'spend', 'expire', 'adjust'];

interface EntryProps {
  readonly group: TimelineGroup;
  onReverse(reversal: Reversal): void;
  onMove(item: TimelineItem): void;
}

/** One visit with what happened in it, or a lone entry. */
export function TimelineEntry({ group, onReverse, onMove }: EntryProps) {
  const { t } = useTranslation('customers');
  const format = useFormat();
  const { visit, entries, businessDay } = group;
  const day = format.day(businessDay);
  // Outside a visit the first entry is the heading, and what took it back follows it.
  const first = entries[0];
  const head = visit ?? (first && !first.visitEntryId ? first : null);
  const rest = visit || !head ? entries : entries.slice(1);

  return (
    <Stack gap={4} mt={-4}>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <div>
          <Group gap="xs">
            <Text fw={600} td={head?.voided ? 'line-through' : undefined}>
              {head ? entryWords(head, t, format) : t('timeline.visit')}
              {head?.programName &&
                onCard.includes(head.kind) &&
                ` ${t('timeline.onProgram', { program: head.programName })}`}
              {` · ${day}`}
              {visit?.amount != null && ` · ${format.money(visit.amount)}`}
            </Text>
            {head?.imported && (
              <Badge variant="light" color="gray" tt="none">
                {t('timeline.imported')}
              </Badge>
            )}
            {head?.voided && <Voided />}
            {head && !head.voided && <MovedHere item={head} />}
          </Group>
          <Text c="dimmed" size="sm" className={classes.sentence ?? ''}>
            {format.ago(businessDay)}
            {head?.occurredAt != null && `, ${format.time(head.occurredAt)}`}
            {head && small(head, t)}
          </Text>
        </div>
        {head && (
          <EntryMenu
            item={head}
            words={head.kind === 'visit' ? `${t('timeline.visit')}, ${day}` : entryWords(head, t, format)}
            onReverse={onReverse}
            onMove={onMove}
          />
        )}
      </Group>
      {rest.map((item) => (
        <Line
          key={item.entryId}
          item={item}
          day={day}
          sayWho={item.byName !== head?.byName}
          onReverse={onReverse}
          onMove={onMove}
        />
      ))}
    </Stack>
  );
}

interface LineProps {
  readonly item: TimelineItem;
  readonly day: string;
  /** False when the line above has already said who it was. */
  readonly sayWho: boolean;
  onReverse(reversal: Reversal): void;
  onMove(item: TimelineItem): void;
}

/** One thing that happened in a visit. */
function Line({ item, day, sayWho, onReverse, onMove }: LineProps) {
  const { t } = useTranslation('customers');
  const format = useFormat();
  const { t: till } = useTranslation('counter');
  const Icon = entryIcons[item.kind];
  const words = entryWords(item, t, format);
  // A bonus has said why in its own words.
  const why = item.cause === null ? explained(till, format, { parts: item.parts, carry: 0 }) : null;
  return (
    <Group justify="space-between" wrap="nowrap" align="flex-start">
      <Group gap="xs" mih="2.25rem" wrap="nowrap">
        <Icon size="1.1rem" aria-hidden color="var(--mantine-color-dimmed)" className={classes.icon ?? ''} />
        <Text td={item.voided ? 'line-through' : undefined}>
          {words}
          {item.programName &&
            onCard.includes(item.kind) &&
            ` ${t('timeline.onProgram', { program: item.programName })}`}
          {why !== null && (
            <Text span c="dimmed" size="sm">
              {' '}
              · {why}
            </Text>
          )}
          {(sayWho || item.kind === 'void' || item.kind === 'return' || item.kind === 'move') && (
            <Text span c="dimmed" size="sm">
              {small(item, t)}
            </Text>
          )}
        </Text>
        {item.voided && <Voided />}
      </Group>
      <EntryMenu item={item} words={`${words}, ${day}`} onReverse={onReverse} onMove={onMove} />
    </Group>
  );
}

/** It was first recorded for somebody else. */
function MovedHere({ item }: { item: TimelineItem }) {
  const { t } = useTranslation('customers');
  if (item.kind === 'move' || !item.other) return null;
  return (
    <Badge variant="light" color="gray" tt="none">
      {t('timeline.movedHere', { name: customerName(t, item.other) })}
    </Badge>
  );
}

function Voided() {
  const { t } = useTranslation('customers');
  return (
    <Badge variant="outline" color="gray" tt="none">
      {t('timeline.voided')}
    </Badge>
  );
}

/** Who did it and why, after a dot. The reason of a void stands with the void. */
function small(item: TimelineItem, t: TFunction<'customers'>): string {
  const who = item.byName ? ` · ${t('timeline.by', { name: item.byName })}` : '';
  const why = item.reason && !item.voided ? ` · ${t('timeline.reason', { reason: item.reason })}` : '';
  return who + why;
}

interface MenuProps {
  readonly item: TimelineItem;
  /** Names the entry for a screen reader. */
  readonly words: string;
  onReverse(reversal: Reversal): void;
  onMove(item: TimelineItem): void;
}

function EntryMenu({ item, words, onReverse, onMove }: MenuProps) {
  const { t } = useTranslation('customers');
  const may = useMay('counter.reverse');
  const move = useMay('counter.move') && mayMove(item);
  const takeBack = may && mayVoid(item);
  if (!takeBack && !move) return null;
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon color="gray" aria-label={t('timeline.actions', { entry: words })}>
          <IconDots size="1.3rem" aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {move && (
          <Menu.Item
            mih="2.75rem"
            leftSection={<IconArrowRight size="1.2rem" aria-hidden />}
            onClick={() => onMove(item)}
          >
            {t('timeline.moveAction')}
          </Menu.Item>
        )}
        {takeBack && (
          <Menu.Item
            mih="2.75rem"
            leftSection={<IconEraser size="1.2rem" aria-hidden />}
            onClick={() => onReverse({ item, as: 'void' })}
          >
            {t('timeline.voidAction')}
          </Menu.Item>
        )}
        {takeBack && mayReturn(item) && (
          <Menu.Item
            mih="2.75rem"
            leftSection={<IconArrowBackUp size="1.2rem" aria-hidden />}
            onClick={() => onReverse({ item, as: 'return' })}
          >
            {t('timeline.returnAction')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
