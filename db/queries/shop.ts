import { prepared, type ReadConnection, type WriteConnection } from '../open.ts';

/** The one row of the shop's settings, with columns named as the contract names them; flags are 0 or 1. */
export interface ShopRow {
  readonly id: string;
  readonly deviceKey: number;
  readonly name: string;
  readonly language: 'en' | 'id' | 'ro';
  readonly currency: string;
  readonly timeZone: string;
  readonly dayStartMinutes: number;
  readonly accent: string;
  readonly trustedTill: number;
  readonly autoLockMinutes: number;
  readonly visitsPerDay: number;
  readonly minutesBetweenVisits: number;
  readonly limitMode: 'warn' | 'block';
  readonly activityWindowDays: number | null;
  readonly opensAt: number | null;
  readonly closesAt: number | null;
  readonly slipPrinter: string | null;
  readonly slipPaper: '58' | '80' | 'A5';
  readonly slipAfterStamp: 'off' | 'ask' | 'always';
  readonly riskWeeks: 2 | 4 | 8 | 13;
  /** JSON of the contract's own words; null where there are none. */
  readonly words: string | null;
  readonly createdAt: number;
}

/** The settings, or null before the shop was made. */
export function findShop(connection: ReadConnection): ShopRow | null {
  return prepared<[], ShopRow>(connection, 'SELECT * FROM shop').get() ?? null;
}

export function insertShop(
  connection: WriteConnection,
  shop: Pick<ShopRow, 'id' | 'name' | 'language' | 'currency' | 'timeZone' | 'dayStartMinutes' | 'createdAt'> & {
    deviceId: string;
  },
): void {
  prepared(connection, 'INSERT INTO device (key, id, createdAt) VALUES (1, @deviceId, @createdAt)').run({
    deviceId: shop.deviceId,
    createdAt: shop.createdAt,
  } as never);
  prepared<object>(
    connection,
    `INSERT INTO shop (only, id, deviceKey, name, language, currency, timeZone, dayStartMinutes, createdAt)
     VALUES (1, @id, 1, @name, @language, @currency, @timeZone, @dayStartMinutes, @createdAt)`,
  ).run(shop);
}

/** Writes all settings; stored days are never rewritten by a change of zone or start of day. */
export function updateShop(
  connection: WriteConnection,
  shop: Omit<ShopRow, 'id' | 'deviceKey' | 'createdAt' | 'words'>,
): void {
  prepared<object>(
    connection,
    `UPDATE shop SET name = @name, language = @language, currency = @currency, timeZone = @timeZone,
       dayStartMinutes = @dayStartMinutes, accent = @accent, trustedTill = @trustedTill, autoLockMinutes = @autoLockMinutes,
       visitsPerDay = @visitsPerDay, minutesBetweenVisits = @minutesBetweenVisits, limitMode = @limitMode,
       activityWindowDays = @activityWindowDays, opensAt = @opensAt, closesAt = @closesAt,
       slipPrinter = @slipPrinter, slipPaper = @slipPaper, slipAfterStamp = @slipAfterStamp,
       riskWeeks = @riskWeeks`,
  ).run(shop);
}

export function updateWords(connection: WriteConnection, words: string): void {
  prepared<[string]>(connection, 'UPDATE shop SET words = ?').run(words);
}
