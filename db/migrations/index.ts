import { sql as shop } from './0001-shop.ts';
import { sql as months } from './0002-months.ts';
import { sql as people } from './0003-people.ts';
import { sql as paper } from './0004-paper.ts';
import { sql as programs } from './0005-programs.ts';
import { sql as insights } from './0006-insights.ts';
import { sql as seal } from './0007-seal.ts';
import { sql as onPaper } from './0008-onPaper.ts';
import { sql as risk } from './0009-risk.ts';
import { sql as changes } from './0010-changes.ts';
import { sql as merges } from './0011-merges.ts';
import { sql as words } from './0012-words.ts';
import { sql as privacy } from './0013-privacy.ts';
import { sql as visitAmounts } from './0014-visitAmounts.ts';
import { sql as apart } from './0015-apart.ts';
import { sql as offers } from './0016-offers.ts';
import { sql as backups } from './0017-backups.ts';
import { sql as lists } from './0018-lists.ts';
import { sql as perks } from './0019-perks.ts';
import { sql as consentWording } from './0020-consentWording.ts';
import { sql as logSeal } from './0021-logSeal.ts';
import { sql as oldReceipts } from './0022-oldReceipts.ts';
import { sql as gains } from './0023-gains.ts';

/** Numbered by position: the first is version 1. Only ever appended to; a released one never changes. */
export const migrations: readonly { readonly name: string; readonly sql: string }[] = [
  { name: '0001-shop', sql: shop },
  { name: '0002-months', sql: months },
  { name: '0003-people', sql: people },
  { name: '0004-paper', sql: paper },
  { name: '0005-programs', sql: programs },
  { name: '0006-insights', sql: insights },
  { name: '0007-seal', sql: seal },
  { name: '0008-onPaper', sql: onPaper },
  { name: '0009-risk', sql: risk },
  { name: '0010-changes', sql: changes },
  { name: '0011-merges', sql: merges },
  { name: '0012-words', sql: words },
  { name: '0013-privacy', sql: privacy },
  { name: '0014-visitAmounts', sql: visitAmounts },
  { name: '0015-apart', sql: apart },
  { name: '0016-offers', sql: offers },
  { name: '0017-backups', sql: backups },
  { name: '0018-lists', sql: lists },
  { name: '0019-perks', sql: perks },
  { name: '0020-consentWording', sql: consentWording },
  { name: '0021-logSeal', sql: logSeal },
  { name: '0022-oldReceipts', sql: oldReceipts },
  { name: '0023-gains', sql: gains },
];

/** The schema version this program knows. */
export const schemaVersion = migrations.length;
