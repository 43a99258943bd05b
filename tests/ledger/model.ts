/**
 * The ledger as a person would keep it on paper: for each card what came on it, which rewards it became, and which were handed
 * over. Thirty lines of sums, to compare the real thing with.
 */
export interface ModelReward {
  readonly id: string;
  state: 'open' | 'redeemed' | 'voided';
}

export interface ModelPart {
  readonly id: string;
  readonly kind: 'visit' | 'stamp' | 'redeem' | 'opening';
  readonly card: ModelCard | null;
  readonly stamps: number;
  readonly reward: ModelReward | null;
  /** Id of the visit it belongs to. */
  readonly visit: string | null;
  /** Of a visit: the day in the shop's calendar. */
  readonly day?: string;
  live: boolean;
}

export class ModelCard {
  readonly rewards: ModelReward[] = [];
  readonly parts: ModelPart[] = [];
  constructor(readonly goal: number) {}

  /** Sum of what counts, less what became rewards that still stand. */
  get balance(): number {
    const stamps = this.parts.reduce((sum, part) => sum + (part.live ? part.stamps : 0), 0);
    return stamps - this.goal * this.rewards.filter((reward) => reward.state !== 'voided').length;
  }

  /** How many rewards the balance is good for. */
  get due(): number {
    return Math.max(0, Math.floor(this.balance / this.goal));
  }

  /** Open rewards are given up, the newest first, until nothing is owed or none is left. */
  settle(): void {
    for (const reward of [...this.rewards].reverse()) {
      if (this.balance >= 0) return;
      if (reward.state === 'open') reward.state = 'voided';
    }
  }
}

export class ModelCustomer {
  readonly cards = new Map<string, ModelCard>();
  readonly parts: ModelPart[] = [];
  constructor(readonly id: string) {}

  card(programId: string, goal: number): ModelCard {
    const card = this.cards.get(programId) ?? new ModelCard(goal);
    this.cards.set(programId, card);
    return card;
  }

  add(part: Omit<ModelPart, 'live'>): void {
    const made: ModelPart = { ...part, live: true };
    this.parts.push(made);
    made.card?.parts.push(made);
    if (made.reward) made.reward.state = 'redeemed';
  }

  /** Takes parts back; a visit takes everything that belongs to it along. Answers how many were live. */
  takeBack(ids: readonly string[]): number {
    const whole = this.parts.filter(
      (part) => part.live && (ids.includes(part.id) || (part.visit !== null && ids.includes(part.visit))),
    );
    for (const part of whole) {
      part.live = false;
      if (part.reward) part.reward.state = 'open';
    }
    for (const card of new Set(whole.map((part) => part.card))) card?.settle();
    return whole.length;
  }

  /** The visit that something recorded on this day belongs to. */
  lastVisitOn(day: string): string {
    return (
      this.parts.findLast((part) => part.kind === 'visit' && part.live && part.day === day)?.id ?? 'no visit to join'
    );
  }

  /** Days on which something of theirs counts as a visit. */
  get visits(): number {
    return this.parts.filter((part) => part.kind === 'visit' && part.live).length;
  }
}
