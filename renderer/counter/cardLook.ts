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
import type { cardColors, cardIcons } from '../../preload/contract/programs.ts';

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
