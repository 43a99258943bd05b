import type { Language } from '../../../preload/contract/values.ts';
import { en } from './en.ts';
import { id } from './id.ts';
import { ro } from './ro.ts';

export type MonthWord = keyof typeof en;
export type MonthWords = Readonly<Record<MonthWord, string>>;

/** The words of a month's tables, by language. */
export const monthWords: Readonly<Record<Language, MonthWords>> = { en, id, ro };
