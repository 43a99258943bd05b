import type { TFunction } from 'i18next';
import type { ListReason } from '../../preload/contract/lists.ts';
import type { Format } from '../app/format.ts';

/** Why somebody is on a list, in one line: "Coffee card: 4 stamps until 3 May 2026". */
export function reasonWords(reason: ListReason, t: TFunction<'lists'>, format: Format, today: string): string {
  switch (reason.what) {
    case 'units': {
      const { program, units, until, kind } = reason;
      return t(`why.${kind}`, { program, count: units, day: format.day(until) });
    }
    case 'carry':
      return t('why.carry', {
        program: reason.program,
        amount: format.money(reason.amount),
        day: format.day(reason.until),
      });
    case 'reward':
      return t('why.reward', { reward: reason.reward, program: reason.program, day: format.day(reason.until) });
    case 'birthday': {
      const day = reason.on === today ? t('why.birthdayToday') : t('why.birthday', { day: format.longDay(reason.on) });
      return reason.age === null ? day : `${day}, ${t('why.age', { count: reason.age })}`;
    }
    case 'nearly': {
      const { program, at, reward, kind } = reason;
      const units = format.number(reason.units);
      const key = kind === 'stamps' ? 'why.nearlyStamps' : 'why.nearlyPoints';
      return t(key, { program, units, count: at, reward });
    }
    case 'longGone':
      return t(reason.never ? 'why.neverSince' : 'why.goneSince', { day: format.day(reason.since) });
    case 'unused': {
      const { reward, program, since, until } = reason;
      const said = t('why.unused', { reward, program, day: format.day(since) });
      return until === null ? said : `${said}, ${t('why.until', { day: format.day(until) })}`;
    }
  }
}
