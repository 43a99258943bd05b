import { z } from './zod.ts';

/** Shared value schemas. Every string has a length limit: nothing unbounded crosses the bridge. */

/** UUIDv7, made by the device that first wrote the thing. */
const id = <B extends string>() => z.uuid().brand<B>();
export const CustomerId = id<'CustomerId'>();
export type CustomerId = z.infer<typeof CustomerId>;
export const ProgramId = id<'ProgramId'>();
export type ProgramId = z.infer<typeof ProgramId>;
export const CardId = id<'CardId'>();
export type CardId = z.infer<typeof CardId>;
export const RewardId = id<'RewardId'>();
export type RewardId = z.infer<typeof RewardId>;
/** A reward of a program, the same in all its versions; RewardId is one that somebody earned. */
export const ProgramRewardId = id<'ProgramRewardId'>();
export type ProgramRewardId = z.infer<typeof ProgramRewardId>;
export const ItemId = id<'ItemId'>();
export type ItemId = z.infer<typeof ItemId>;
export const EntryId = id<'EntryId'>();
export type EntryId = z.infer<typeof EntryId>;
export const ContactId = id<'ContactId'>();
export type ContactId = z.infer<typeof ContactId>;
export const OfferId = id<'OfferId'>();
export type OfferId = z.infer<typeof OfferId>;
export const PerkId = id<'PerkId'>();
export type PerkId = z.infer<typeof PerkId>;
export const ClosureId = id<'ClosureId'>();
export type ClosureId = z.infer<typeof ClosureId>;
export const PersonId = id<'PersonId'>();
export type PersonId = z.infer<typeof PersonId>;
/** One human intention. Made when the dialog or button appears, reused on every retry. */
export const RequestId = id<'RequestId'>();
export type RequestId = z.infer<typeof RequestId>;

export const languages = ['en', 'id', 'ro'] as const;
export const Language = z.enum(languages);
export type Language = z.infer<typeof Language>;

/** Milliseconds since 1970-01-01 UTC. */
export const Instant = z.int().min(0).max(8.64e15);

/** A day in the shop's own calendar, YYYY-MM-DD, that exists. */
export const BusinessDay = z.iso.date();
export type BusinessDay = z.infer<typeof BusinessDay>;

/** YYYY-MM. */
export const Month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);
export type Month = z.infer<typeof Month>;

/** An amount of money in the currency's minor unit (bani, cents; for IDR the rupiah itself). */
export const Money = z.int().min(0).max(1e13);

/** Text a person typed: trimmed, no control characters, not empty. */
export const Text = (max: number) =>
  z
    .string()
    .transform((s) => s.replace(/\p{Cc}/gu, ' ').trim())
    .pipe(z.string().min(1).max(max));

/** Like Text, but several lines, and empty becomes null. */
export const Notes = (max: number) =>
  z
    .string()
    .max(max)
    .transform((s) => s.replace(/[^\P{Cc}\n]/gu, ' ').trim() || null)
    .nullable();

/** Several lines that must not be empty. */
export const Lines = (max: number) =>
  z
    .string()
    .max(max)
    .transform((s) => s.replace(/[^\P{Cc}\n]/gu, ' ').trim())
    .pipe(z.string().min(1).max(max));

/** Optional one-line text: empty or null is null. */
export const Optional = (max: number) =>
  z
    .string()
    .max(max)
    .transform((s) => s.replace(/\p{Cc}/gu, ' ').trim() || null)
    .nullable();

/** ISO 4217 code that this computer knows. */
export const Currency = z.string().regex(/^[A-Z]{3}$/);
export const TimeZone = z.string().min(1).max(64);
export const Pin = z.string().regex(/^\d{4,6}$/);

/** Rows of a long list come in pages. */
export const Page = { offset: z.int().min(0).max(10_000_000).default(0), limit: z.int().min(1).max(500).default(100) };

export const Nothing = z.strictObject({});
/** For commands that answer with nothing but "done". */
export const Done = z.strictObject({ done: z.literal(true) });
