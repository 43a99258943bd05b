import {
  type Icon,
  IconBread,
  IconCar,
  IconCoffee,
  IconFlower,
  IconHeart,
  IconPaw,
  IconPizza,
  IconScissors,
  IconSparkles,
  IconStar,
} from '@tabler/icons-react';
import type { CounterCard } from '../../preload/contract/counter.ts';
import type { cardColors, cardIcons, ProgramRules } from '../../preload/contract/rules.ts';

export type CardIcon = (typeof cardIcons)[number];
export type CardColor = (typeof cardColors)[number];

/** The drawing behind each icon name of the contract. */
export const iconOf: Readonly<Record<CardIcon, Icon>> = {
  coffee: IconCoffee,
  scissors: IconScissors,
  croissant: IconBread,
  sparkles: IconSparkles,
  car: IconCar,
  heart: IconHeart,
  star: IconStar,
  paw: IconPaw,
  flower: IconFlower,
  pizza: IconPizza,
};

/** What a drawn punch card shows besides the stamps on it. */
export interface PunchCardLook {
  readonly name: string;
  readonly goal: number;
  readonly rewardName: string;
  /** Stamps that bring something before the card is full (F-10). */
  readonly interim?: readonly number[];
  readonly icon: CardIcon;
  readonly color: CardColor;
}

/** How the card of a program looks; null when its card has no holes. */
export function punchCardOf(rules: ProgramRules): PunchCardLook | null {
  if (rules.kind !== 'stamps') return null;
  const { name, goal, icon, color, rewards } = rules;
  const interim = rewards.map(({ at }) => at).filter((at) => at < goal);
  return { name, goal, icon, color, interim, rewardName: rewards.find(({ at }) => at === goal)?.name ?? '' };
}

/** How a customer's punch card looks; null for one of points. */
export function punchCardLook(card: CounterCard): (PunchCardLook & { stamps: number }) | null {
  const { name, goal, icon, color, stamps, rewardName, cardRewards } = card;
  if (card.kind !== 'stamps' || goal === null) return null;
  const interim = cardRewards.map(({ at }) => at).filter((at) => at < goal);
  return { name, goal, icon, color, stamps, interim, rewardName: rewardName ?? '' };
}

/** Inks of the stamps. Each has a contrast of 4.5 or more on the paper of the card, light and dark. */
export const inkOf: Readonly<Record<CardColor, string>> = {
  ink: '#2d2b38',
  terracotta: '#a4462b',
  moss: '#4c6231',
  ocean: '#1d5a78',
  plum: '#703060',
  mustard: '#855a05',
};

/**
 * How many holes go in a row, so that cards of 2 to 50 stamps look deliberate:
 * up to 5 in one row, up to 12 in two, and so on to five rows of ten.
 */
export function holesPerRow(goal: number): number {
  const rows = goal <= 5 ? 1 : goal <= 12 ? 2 : goal <= 21 ? 3 : goal <= 32 ? 4 : 5;
  return Math.ceil(goal / rows);
}

/** A hand never stamps straight: −14 to 14 degrees, the same for the same hole at every drawing. */
export function turnOf(hole: number): number {
  return ((hole * 47 + 5) % 29) - 14;
}
