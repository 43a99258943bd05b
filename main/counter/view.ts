import type { ReadConnection } from '../../db/open.ts';
import { type CardRow, listGiven, listOpenCards, listOpenRewards, type RewardRow } from '../../db/queries/cards.ts';
import { customerNumber, findCustomer, listPhones } from '../../db/queries/customers.ts';
import { listOpenOffers } from '../../db/queries/offers.ts';
import type { CardReward, CounterCard, CounterCustomer } from '../../preload/contract/counter.ts';
import type { PointRules, StampRules } from '../../preload/contract/rules.ts';
import type { CardId, CustomerId, OfferId, ProgramId } from '../../preload/contract/values.ts';
import type { QueryContext } from '../bridge/context.ts';
import { found } from '../bridge/errors.ts';
import { phoneEnd } from '../customers/phones.ts';
import { shownBenefit } from '../offers/offers.ts';
import { cardToday, forceOf } from '../programs/cardNow.ts';
import { isBirthday } from '../programs/engine/bonus.ts';
import type { InForce } from '../programs/engine/inForce.ts';
import { highest, type Occasion } from '../programs/engine/multiplier.ts';
import { isUsedUp } from '../programs/running.ts';
import { stateOf } from '../programs/state.ts';
import { loadPrograms, type ProgramNow } from '../programs/versions.ts';
import { openReward } from './confirm.ts';
import { occasionOf, visitsAtTheTill } from './customer.ts';
import { shownPerks } from './perk.ts';
import { benefitRules, benefitToday } from './use.ts';

/** A customer as the till shows them. */
export function open(context: QueryContext, customerId: CustomerId): CounterCustomer {
  const { read, settings, now, today } = context;
  const customer = found(findCustomer(read, customerId));
  // What has run out is not shown, whether or not the ledger says so already.
  const rewards = listOpenRewards(read, customer.key).filter(
    ({ expiresOn }) => expiresOn === null || expiresOn >= today,
  );
  const cards = new Map(listOpenCards(read, customer.key).map((card) => [card.programKey, card]));
  const visits = visitsAtTheTill(read, customer, today, null);
  const last = visits.at(-1);
  const until = last ? last.at + settings.minutesBetweenVisits * 60_000 : 0;
  const phones = listPhones(read, customer.key);
  const programs = loadPrograms(read);
  const on = occasionOf(context, customer.key);
  const running = programs.filter((program) => stateOf(program, today) === 'running');
  return {
    customerId,
    number: customerNumber(customer),
    name: customer.name,
    phoneEnd: phoneEnd(phones[0]?.typed ?? null),
    canProveBy: [
      ...(phones.some((phone) => phoneEnd(phone.typed)) ? (['phone'] as const) : []),
      ...(customer.birthMonth !== null ? (['birthday'] as const) : []),
    ],
    likes: customer.likes,
    mark: customer.mark,
    archived: customer.archivedAt !== null,
    birthdayToday: isBirthday(customer, today),
    firstVisitDay: customer.firstVisitDay,
    lastVisitDay: customer.lastVisitDay,
    visitDays: customer.visitDays,
    visitsToday: visits.length,
    sameVisitUntil: until > now ? until : null,
    // Running programs, and others only while something of the customer's is still on them.
    cards: programs
      .flatMap((program) => cardOf(read, program, cards.get(program.key) ?? null, rewards, on) ?? [])
      .filter(
        (card) => card.state === 'running' || card.rewards.length > 0 || (card.state === 'paused' && card.stamps !== 0),
      ),
    benefits: running.flatMap((program) => {
      const rules = benefitRules(program);
      // A special shows only for those who are enrolled in it.
      if (!rules || (rules.kind === 'special' && !cards.has(program.key))) return [];
      return benefitToday(read, program, rules, customer.key, today).shown;
    }),
    offers: listOpenOffers(read, customer.key, today).map((offer) => ({
      offerId: offer.id as OfferId,
      benefit: shownBenefit(offer),
      endsOn: offer.endsOn,
    })),
    perks: shownPerks(context, customer.key),
    joinable: running
      .filter((program) => program.latest.rules.kind === 'special' && !cards.has(program.key))
      .map((program) => ({ programId: program.id as ProgramId, name: program.latest.rules.name })),
  };
}

/** Null for a program without cards. */
function cardOf(
  read: ReadConnection,
  program: ProgramNow,
  card: CardRow | null,
  rewards: readonly RewardRow[],
  on: Occasion,
): CounterCard | null {
  const { rules: newest } = program.latest;
  if (!('earn' in newest)) return null;
  const now = card ? cardToday(read, card, program, on.day) : { stamps: 0, carry: 0, lots: [] };
  const force = forceOf(program, card && { ...card, balance: now.stamps });
  const { rules } = force;
  const running = highest(unitsOf(rules), rules.multipliers, on);
  return {
    cardId: (card?.id ?? null) as CardId | null,
    programId: program.id as ProgramId,
    kind: rules.kind,
    name: newest.name,
    state: stateOf(program, on.day),
    icon: newest.icon,
    color: newest.color,
    goal: rules.kind === 'stamps' ? rules.goal : null,
    stamps: now.stamps,
    carry: now.carry,
    rewardName: nextReward(force, now.stamps)?.name ?? null,
    cardRewards: cardRewards(read, force, card, now.stamps),
    per: rules.earn.per,
    countsItems: rules.earn.per === 'item' || rules.itemRates.length > 0,
    every: rules.earn.per === 'amount' ? rules.earn.every : null,
    units: unitsOf(rules),
    minimumSpend: rules.minimumSpend,
    capPerVisit: rules.kind === 'stamps' ? rules.capPerVisit : null,
    pointValue: force.pointValue,
    multiplier: running && { name: running.name, effect: running.effect },
    lots: [...now.lots],
    usedUp: isUsedUp(force, card),
    rewards: rewards.filter((reward) => reward.programId === program.id).map(openReward),
  };
}

const unitsOf = ({ earn }: StampRules | PointRules): number => earn.units;

/** Of a punch card the last reward; with points the next that is out of reach, else the dearest. */
function nextReward({ rules, rewards }: InForce, balance: number) {
  if (rules.kind === 'stamps') return rewards.find(({ at }) => at === rules.goal);
  return rewards.find(({ at }) => at > balance) ?? rewards.at(-1);
}

function cardRewards(read: ReadConnection, { rules, rewards }: InForce, card: CardRow | null, balance: number) {
  const given = new Set(card && rules.kind === 'stamps' ? listGiven(read, card.key, card.lap) : []);
  return rewards.map(
    ({ rewardId, at, kind, name, percent, value }): CardReward => ({
      programRewardId: rewardId,
      at,
      kind,
      name,
      percent,
      value,
      reached: rules.kind === 'points' ? at <= balance : given.has(`${rewardId}/${card?.lap ?? 1}`),
    }),
  );
}
