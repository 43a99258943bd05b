import type { Contract, FeatureName } from '../../preload/contract/index.ts';
import type { Command, OutputOf, ParsedInputOf, Procedure, Query, Task } from '../../preload/contract/kinds.ts';
import type { CommandContext, QueryContext, TaskContext } from './context.ts';

type HandlerOf<P extends Procedure> = P extends Query
  ? (context: QueryContext, input: ParsedInputOf<P>) => OutputOf<P>
  : P extends Command
    ? (context: CommandContext, input: ParsedInputOf<P>) => OutputOf<P>
    : P extends Task
      ? (context: TaskContext, input: ParsedInputOf<P>) => Promise<OutputOf<P>>
      : never;

/** Procedures the host answers, because they work without an open shop. */
export type HostAnswered = 'status' | 'create' | 'lookAgain' | 'bringBack' | 'leaveBehind' | 'unlock';

/** The handlers of one feature; a missing or wrongly typed one does not compile. */
export type HandlersOf<F extends FeatureName> = {
  readonly [N in F extends 'shop'
    ? Exclude<keyof Contract[F], HostAnswered>
    : keyof Contract[F]]: Contract[F][N] extends Procedure ? HandlerOf<Contract[F][N]> : never;
};

/** Names the handlers of a feature. */
export function implement<F extends FeatureName>(_feature: F, handlers: HandlersOf<F>): HandlersOf<F> {
  return handlers;
}
