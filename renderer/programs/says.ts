import type { TFunction } from 'i18next';
import type { Item } from '../../preload/contract/programs.ts';
import type {
  Benefit,
  DiscountRules,
  ExpiryRule,
  Multiplier,
  PointRules,
  ProgramRules,
  RewardRules,
  SpecialRules,
  StampRules,
} from '../../preload/contract/rules.ts';
import { capital } from '../../preload/contract/words.ts';
import type { Format } from '../app/format.ts';

/** The words to say rules in: those of the reader on screen, of the customer on a poster. `t` is that of "programs". */
export interface Speaker {
  readonly t: TFunction<'programs'>;
  readonly format: Format;
  /** The items that rates may name; unknown ones are left out. */
  readonly items: readonly Pick<Item, 'itemId' | 'name'>[];
}

/** The rules in plain words, a sentence each, as they stand on the form, the programs page, the poster and the notice of a change. */
export function saysOf(rules: ProgramRules, speaker: Speaker): string[] {
  const { t, format } = speaker;
  const said =
    rules.kind === 'special' || rules.kind === 'discount'
      ? [offer(rules, speaker)]
      : [...earning(rules, speaker), ...rewards(rules, speaker), ...extras(rules, speaker), ...expiry(rules, speaker)];
  if (rules.usageCap !== null) said.push(t(`says.cap.${rules.kind}`, { count: rules.usageCap }));
  if (rules.startsOn !== null || rules.endsOn !== null) said.push(span(rules, speaker));
  return said.map((sentence) => capital(sentence, format.language));
}

/** The one sentence of {@link saysOf} that a guest comes for: the full card's reward, the nearest price, the discount. */
export function benefitOf(rules: ProgramRules, speaker: Speaker): string {
  if (rules.kind === 'special' || rules.kind === 'discount')
    return capital(offer(rules, speaker), speaker.format.language);
  const { rewards: all, kind } = rules;
  const first = kind === 'stamps' ? all.find(({ at }) => at === rules.goal) : all.toSorted((a, b) => a.at - b.at)[0];
  const said = first ? rewardSentence(first, unitOf(rules), speaker) : rewards(rules, speaker)[0];
  return capital(said ?? rules.name, speaker.format.language);
}

/** "10 stamps: A free coffee." */
const rewardSentence = (reward: RewardRules, unit: 'stamp' | 'point', speaker: Speaker): string =>
  speaker.t('says.reward', { unit, count: reward.at, reward: benefitWords(reward, speaker) });

function offer(rules: SpecialRules | DiscountRules, speaker: Speaker): string {
  const { t } = speaker;
  const benefit = benefitWords(rules.benefit, speaker);
  if (rules.kind === 'special') return t('says.special', { benefit });
  return t('says.discount', { count: rules.visits, days: t('says.days', { count: rules.withinDays }), benefit });
}

/** What somebody gets: "A free coffee", "Your haircut (10 % off)". */
export function benefitWords(of: Pick<Benefit, 'kind' | 'name' | 'percent' | 'value'>, { t, format }: Speaker): string {
  if (of.kind === 'percent' && of.percent !== null)
    return t('says.off', { name: of.name, off: format.wholePercent(of.percent) });
  if (of.kind === 'amount' && of.value !== null) return t('says.off', { name: of.name, off: format.money(of.value) });
  return of.name;
}

type Earning = StampRules | PointRules;

/** The catalogue's word for what the card counts; the shop's own where it has one (F-13). */
export const unitOf = ({ kind }: Pick<Earning, 'kind'>) => (kind === 'stamps' ? 'stamp' : 'point');

function earning(rules: Earning, { t, format, items }: Speaker): string[] {
  const unit = unitOf(rules);
  const { earn, itemRates, otherItems, minimumSpend } = rules;
  const said: string[] = [];
  if (earn.per === 'amount') {
    said.push(t('says.perAmount', { unit, count: earn.units, every: format.money(earn.every) }));
    if (earn.carryOver) said.push(t('says.carryOver'));
    else if (earn.rounding !== 'down') said.push(t(`says.rounding.${earn.rounding}`));
  } else if (earn.per === 'visit') said.push(t('says.perVisit', { unit, count: earn.units }));
  else if (otherItems > 0) said.push(t('says.perItem', { unit, count: otherItems * earn.units }));
  for (const { of, rate } of itemRates) {
    const name = of.by === 'category' ? of.category : items.find(({ itemId }) => itemId === of.itemId)?.name;
    if (name === undefined) continue;
    if (rate === 0) said.push(t('says.excluded', { name, unit }));
    else if (earn.per === 'item') said.push(t('says.rate', { name, unit, count: rate * earn.units }));
    else if (earn.per === 'amount') said.push(t('says.rateTimes', { name, rate }));
  }
  if (otherItems === 0 && itemRates.length > 0) said.push(t('says.othersNone', { unit }));
  if (minimumSpend !== null) said.push(t('says.minimum', { minimum: format.money(minimumSpend) }));
  return said;
}

function rewards(rules: Earning, speaker: Speaker): string[] {
  const { t, format } = speaker;
  const unit = unitOf(rules);
  const said = rules.rewards
    .toSorted((a, b) => a.at - b.at)
    .map((reward) => {
      const got = rewardSentence(reward, unit, speaker);
      return reward.validDays === null ? got : `${got} ${t('says.valid', { count: reward.validDays })}`;
    });
  if (rules.kind === 'points' && rules.pointValue !== null)
    said.push(t('says.pointValue', { unit, value: format.money(rules.pointValue) }));
  return said;
}

function extras(rules: Earning, speaker: Speaker): string[] {
  const { t } = speaker;
  const unit = unitOf(rules);
  const { bonus } = rules;
  const said = rules.multipliers.map((one) => multiplierWords(one, unit, speaker));
  if (bonus.signUp !== null) said.push(t('says.signUp', { unit, count: bonus.signUp }));
  if (bonus.birthday !== null)
    said.push(
      bonus.birthdayDays === 0
        ? t('says.birthday', { unit, count: bonus.birthday })
        : t('says.birthdayNear', {
            unit,
            count: bonus.birthday,
            days: t('says.days', { count: bonus.birthdayDays }),
          }),
    );
  if (bonus.winBack !== null)
    said.push(
      t('says.winBack', { unit, count: bonus.winBack.units, days: t('says.days', { count: bonus.winBack.afterDays }) }),
    );
  return said;
}

/** "Happy hour (Monday, 14:00–16:00): 2 × the stamps." */
export function multiplierWords(one: Multiplier, unit: 'stamp' | 'point', speaker: Speaker): string {
  const { t, format } = speaker;
  const { name, weekdays, hours, tag, perk, effect } = one;
  const when = [
    weekdays.length > 0 && weekdays.length < 7
      ? format.list([...weekdays].sort().map((weekday) => format.weekday(weekday)))
      : null,
    hours && `${clock(hours.from)}–${clock(hours.to)}`,
    one.startsOn !== null || one.endsOn !== null ? span(one, speaker).replace(/\.$/, '') : null,
    tag && t('says.tag', { tag }),
    perk && t('says.perk', { perk }),
  ].filter((part) => part !== null);
  const named = when.length === 0 ? name : `${name} (${when.join(', ')})`;
  return effect.kind === 'times'
    ? t('says.times', { named, unit, times: format.number(effect.times) })
    : t('says.plus', { named, unit, count: effect.units });
}

const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

function expiry(rules: Earning, { t, format }: Speaker): string[] {
  const unit = unitOf(rules);
  const by: ExpiryRule = rules.expiry;
  if (by.kind === 'none') return [];
  if (by.kind === 'fixed') return [t('says.expiry.fixed', { unit, day: format.day(by.on) })];
  return [t(`says.expiry.${by.kind}`, { unit, count: by.days })];
}

function span(of: { startsOn: string | null; endsOn: string | null }, { t, format }: Speaker): string {
  const [from, to] = [of.startsOn, of.endsOn].map((day) => day && format.day(day));
  if (from && to) return t('says.fromTo', { from, to });
  return from ? t('says.from', { from }) : t('says.to', { to: to ?? '' });
}
