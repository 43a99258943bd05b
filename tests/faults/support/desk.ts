import { v7 as uuidv7 } from 'uuid';
import { openInlineBackground } from '../../../main/background/inline.ts';
import { type Host, openHost } from '../../../main/bridge/host.ts';
import type { Result } from '../../../preload/contract/errors.ts';
import type { InputFor, OutputFor, ProcedureName } from '../../../preload/contract/index.ts';
import { punchCard } from '../../../preload/contract/rules.ts';
import type { ShopStatus } from '../../../preload/contract/shop.ts';
import { noPaper } from '../../support/noPaper.ts';

const owner = { name: 'Ioana', pin: '1111' };
export const shopName = 'Crash';

/** The real data layer on a folder, for a process that breaks things: host, dispatcher, SQLite, journal; no window. */
export interface Desk {
  readonly host: Host;
  /** What the person chooses in the next dialog. */
  readonly dialogs: { file: string | null; target: string | null };
  call<N extends ProcedureName>(name: N, input: InputFor<N>, requestId?: string): Promise<Result<OutputFor<N>>>;
  /** The value of a call that must succeed. */
  ok<N extends ProcedureName>(name: N, input: InputFor<N>, requestId?: string): Promise<OutputFor<N>>;
  /** Makes the shop if there is none yet, and signs its owner in. */
  begin(): Promise<void>;
  signIn(): Promise<void>;
  state(): Promise<ShopStatus['state']>;
}

export async function openDesk(
  folder: string,
  options: { clock?: () => number; log?: (code: string, detail: unknown) => void } = {},
): Promise<Desk> {
  const dialogs: Desk['dialogs'] = { file: null, target: null };
  const host = await openHost({
    folder,
    services: {
      ...noPaper,
      chooseFile: async () => dialogs.file,
      chooseTarget: async () => dialogs.target,
      chooseFolder: async () => null,
      log: (_level, code, detail) => options.log?.(code, detail),
    },
    openBackground: openInlineBackground,
    systemLanguage: 'en',
    systemTimeZone: 'UTC',
    ...(options.clock ? { clock: options.clock } : {}),
    pinCost: 2 ** 10,
    callsPerSecond: Number.POSITIVE_INFINITY,
  });
  const desk: Desk = {
    host,
    dialogs,
    call: (name, input, requestId = uuidv7()) => host.call(name, input, requestId) as never,
    async ok(name, input, requestId) {
      const answer = await desk.call(name, input, requestId);
      if (!answer.ok) throw new Error(`${name}: ${JSON.stringify(answer.error)}`);
      return answer.value;
    },
    async begin() {
      if ((await desk.state()) === 'empty') {
        await desk.ok('shop.create', {
          name: shopName,
          language: 'en',
          currency: 'RON',
          timeZone: 'Europe/Bucharest',
          owner,
          program: punchCard({ name: 'Coffee', goal: 5, rewardName: 'A coffee' }),
        });
        await desk.ok('shop.update', { minutesBetweenVisits: 0, visitsPerDay: 50 });
      }
      await desk.signIn();
    },
    async signIn() {
      const [person] = await desk.ok('people.list', {});
      if (!person) throw new Error('the shop has nobody');
      await desk.ok('people.signIn', { personId: person.personId, pin: owner.pin });
    },
    async state() {
      return (await desk.ok('shop.status', {})).state;
    },
  };
  return desk;
}

export const ownerPin = owner.pin;
