import { makeCalendar, spreadArrivals, weekdayOf } from './calendar.ts';
import { drawAbsence, drawGap, drawHabit, type Habit } from './habit.ts';
import { Random } from './random.ts';
import { makeAmount, makeVisit, type SeedEntry, type VisitRules } from './visit.ts';

/** What a made-up history is made of; the same plan makes the same history. */
export interface HistoryPlan extends VisitRules {
  readonly seed: string;
  readonly customers: number;
  /** How many of them ever came; the others enrolled and have not been seen yet. */
  readonly visitors: number;
  /** Day numbers since 1970-01-01; both days are part of the history. */
  readonly firstDay: number;
  readonly lastDay: number;
  /** Minutes after midnight; the same on all days. */
  readonly opensAt: number;
  readonly closesAt: number;
  /** On the last day nothing has happened yet from this minute on. */
  readonly nowMinute: number;
  /** Above 1 everybody comes less often. */
  readonly pace: number;
  /** `more` second purchases of the same day, spread evenly over a history of `visits` visits, to reach a wanted number of entries. */
  readonly fill: { readonly more: number; readonly visits: number };
}

/** One visit with everything it brought. Without entries: the customer was enrolled and bought nothing. */
export interface SeedVisit {
  /** 0 is the first customer that came, and so on. */
  readonly customer: number;
  /** Day number. */
  readonly day: number;
  /** Minutes after midnight, with a fraction. */
  readonly minute: number;
  readonly entries: readonly SeedEntry[];
}

/** A customer while the history goes on. */
interface Regular {
  readonly customer: number;
  readonly habit: Habit;
  visits: number;
  readonly balances: number[];
  readonly open: { program: number; reward: number }[];
}

/**
 * Lets the customers come, day by day, from the first day to now. Memory grows with the customers, never with the visits: of each
 * customer only the next visit is known, in the list of its day.
 */
export function* simulate(plan: HistoryPlan): Generator<SeedVisit, void, undefined> {
  const random = new Random(plan.seed);
  // A stream of its own: the second purchases must not change the history they are added to.
  const fillRandom = new Random(`${plan.seed}/fill`);
  const calendar = makeCalendar(random, plan.firstDay, plan.lastDay);
  const { days, crowd } = calendar;
  // Before opening time the last day has not begun.
  if (plan.nowMinute <= plan.opensAt) crowd[days - 1] = 0;
  const arrivals = spreadArrivals(random, calendar, plan.customers);
  const due: Regular[][] = Array.from({ length: days }, () => []);
  let customers = 0;
  let rewards = 0;
  let visits = 0;
  let filled = 0;

  const comeAgain = (regular: Regular, from: number, gap: number): void => {
    let day = from + gap;
    if (regular.habit.office && [0, 6].includes(weekdayOf(plan.firstDay + day)) && random.chance(0.9))
      day += weekdayOf(plan.firstDay + day) === 6 ? 2 : 1;
    else if (random.next() > (crowd[day] ?? 0)) day++;
    while (day < days && crowd[day] === 0) day++;
    due[day]?.push(regular);
  };

  for (let i = 0; i < days; i++) {
    const day = plan.firstDay + i;
    const end = i === days - 1 ? Math.min(plan.nowMinute, plan.closesAt) : plan.closesAt;
    const today: SeedVisit[] = [];
    const visit = (regular: Regular, minute: number): void => {
      const made = makeVisit(random, plan, regular, () => rewards++);
      today.push({ customer: regular.customer, day, minute, entries: made });
      const { habit } = regular;
      regular.visits++;
      const leaves = random.chance(regular.visits === 1 ? habit.leavesAtOnce : habit.leaves);
      if (!leaves) comeAgain(regular, i, drawGap(random, habit));
      else if (random.chance(habit.returns)) comeAgain(regular, i, drawAbsence(random));
      visits++;
      for (; filled < Math.floor((plan.fill.more * visits) / plan.fill.visits); filled++) {
        const later = Math.min(minute + 30 + 240 * fillRandom.next(), end - fillRandom.next());
        today.push({
          customer: regular.customer,
          day,
          minute: Math.max(minute, later),
          entries: [{ kind: 'visit', amount: makeAmount(fillRandom, plan, habit) }],
        });
      }
    };

    for (let n = arrivals[i] ?? 0; n > 0; n--) {
      const customer = customers++;
      const minute = plan.opensAt + (end - plan.opensAt) * random.next();
      const comes =
        Math.floor(((customer + 1) * plan.visitors) / plan.customers) >
        Math.floor((customer * plan.visitors) / plan.customers);
      const habit = drawHabit(random, plan.pace);
      if (comes) visit({ customer, habit, visits: 0, balances: plan.programs.map(() => 0), open: [] }, minute);
      else today.push({ customer, day, minute, entries: [] });
    }
    for (const regular of due[i] ?? []) {
      const usual = plan.opensAt + regular.habit.minute + 25 * random.normal();
      const early = Math.max(usual, plan.opensAt + 20 * random.next());
      const minute = Math.min(early, plan.closesAt - 20 * random.next());
      // Later today: has not happened yet.
      if (minute < end) visit(regular, minute);
    }
    due[i] = [];
    yield* today.sort((a, b) => a.minute - b.minute);
  }
}
