import { keepPreviousData, QueryClient, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { v7 } from 'uuid';
import type { Notice } from '../../preload/contract/bridge.ts';
import { type AppErrorData, diskErrors, type Result } from '../../preload/contract/errors.ts';
import { findProcedure, type InputFor, type OutputFor, type ProcedureName } from '../../preload/contract/index.ts';
import { showError } from './errors.tsx';
import { notePending, settlePending } from './pending.ts';
import { touchedBy } from './topics.ts';

/** A new human intention: made when a dialog opens or a button appears, reused on every retry. UUIDv7. */
export function newRequestId(): string {
  return v7();
}

/** Answers are fresh until main announces a change; nothing here goes over a network. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      networkMode: 'always',
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 60_000,
      retry: false,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
    },
  },
});

/** One call of one procedure. Never throws. `requestId` is made here when a command or task is given none. */
export async function call<N extends ProcedureName>(
  name: N,
  input: InputFor<N>,
  requestId?: string,
): Promise<Result<OutputFor<N>>> {
  const kind = findProcedure(name)?.kind;
  const id = kind === 'query' ? null : (requestId ?? newRequestId());
  // Commands alone: main does one at once or not at all, so there is always an answer to what became of it.
  const pending = kind === 'command' && id !== null;
  if (pending) notePending({ requestId: id, name, personId: whoIsHere() });
  try {
    // The contract's output schema was enforced in main: the answer has this type.
    const answer = (await window.regulars.call(name, input, id)) as Result<OutputFor<N>>;
    // A full or write-protected disk concerns everything, not only this one action: it is said until somebody closes it.
    if (!answer.ok && diskErrors.includes(answer.error.code)) showError(answer.error);
    return answer;
  } catch {
    return { ok: false, error: { code: 'UNEXPECTED' } };
  } finally {
    if (pending) settlePending(id);
  }
}

/** Who is at the till, as far as this page has heard. */
const whoIsHere = (): string | null =>
  queryClient.getQueryData<OutputFor<'people.session'>>(['people', 'people.session', {}])?.person?.personId ?? null;

const featureOf = (name: ProcedureName): string => name.slice(0, name.indexOf('.'));

interface AskOptions {
  readonly enabled?: boolean;
  /** Keep showing the last answer while another input is being asked (search as you type, paging). */
  readonly keepPrevious?: boolean;
  /** Ask again by itself, milliseconds. */
  readonly every?: number;
}

/** What main says to a question, kept until a topic that touches it changes. `error` carries the code. */
export function useAsk<N extends ProcedureName>(
  name: N,
  input: InputFor<N>,
  { enabled = true, keepPrevious = false, every }: AskOptions = {},
): UseQueryResult<OutputFor<N>, AppErrorData> {
  return useQuery<OutputFor<N>, AppErrorData>({
    queryKey: [featureOf(name), name, input],
    queryFn: async () => {
      const answer = await call(name, input);
      if (!answer.ok) throw answer.error;
      return answer.value;
    },
    enabled,
    ...(keepPrevious ? { placeholderData: keepPreviousData } : {}),
    ...(every === undefined ? {} : { refetchInterval: every }),
  });
}

/** A question that takes its time. */
export interface LongAnswer<T> {
  readonly data: T | undefined;
  readonly error: AppErrorData | null;
  /** How far main is while it works on it; `total` null when that is not known yet. */
  readonly progress: { done: number; total: number | null } | null;
  readonly working: boolean;
  /** Somebody stopped it before it was answered. */
  readonly stopped: boolean;
  stop(): void;
  again(): void;
}

/** Like useAsk, for what takes seconds: says how far it is, and main gives up (by the procedure `cancel`) when nobody waits for it. */
export function useLongAsk<N extends ProcedureName>(
  name: N,
  input: InputFor<N>,
  cancel: 'insights.cancel' | 'rescue.cancel' | 'risk.cancel',
): LongAnswer<OutputFor<N>> {
  const [requestId, setRequestId] = useState<string | null>(null);
  const queryKey = [featureOf(name), name, input];
  const query = useQuery<OutputFor<N>, AppErrorData>({
    queryKey,
    async queryFn({ signal }) {
      const task = newRequestId();
      setRequestId(task);
      signal.addEventListener('abort', () => void call(cancel, { task }), { once: true });
      const answer = await call(name, input, task);
      if (!answer.ok) throw answer.error;
      return answer.value;
    },
    placeholderData: keepPreviousData,
  });
  const progress = useProgress(requestId);
  const working = query.fetchStatus === 'fetching';
  return {
    data: query.data,
    error: query.error,
    progress: working ? progress : null,
    working,
    stopped: !working && (query.data === undefined || query.isPlaceholderData) && !query.error,
    stop: () => void queryClient.cancelQueries({ queryKey }),
    again: () => void query.refetch(),
  };
}

/**
 * A command or task as an action. A repeat of the same input that has not succeeded yet (double click, retry
 * after a failure) keeps its request id, so it can never count twice; a new input or the time after a success is a new intention.
 */
export function useAct<N extends ProcedureName>(
  name: N,
): { act(input: InputFor<N>, requestId?: string): Promise<Result<OutputFor<N>>>; busy: boolean } {
  const intention = useRef<{ id: string; input: string } | null>(null);
  const [running, setRunning] = useState(0);
  const act = useCallback(
    async (input: InputFor<N>, requestId?: string) => {
      const meant = JSON.stringify(input);
      if (intention.current?.input !== meant) intention.current = { id: newRequestId(), input: meant };
      const mine = intention.current;
      setRunning((n) => n + 1);
      const answer = await call(name, input, requestId ?? mine.id);
      setRunning((n) => n - 1);
      if (answer.ok && intention.current === mine) intention.current = null;
      return answer;
    },
    [name],
  );
  return { act, busy: running > 0 };
}

type Progress = Extract<Notice, { about: 'progress' }>;
const progressListeners = new Set<(progress: Progress) => void>();

/** How far the task of this request is; null before its first word. `total` is null when it is not known yet. */
export function useProgress(requestId: string | null): { done: number; total: number | null } | null {
  const [progress, setProgress] = useState<Progress | null>(null);
  useEffect(() => {
    const hear = (word: Progress) => {
      if (word.requestId === requestId) setProgress(word);
    };
    progressListeners.add(hear);
    return () => {
      progressListeners.delete(hear);
      setProgress(null);
    };
  }, [requestId]);
  return progress && progress.requestId === requestId ? { done: progress.done, total: progress.total } : null;
}

/** Listens to main for as long as the page lives. */
export function startListening(): () => void {
  return window.regulars.subscribe((notice) => {
    if (notice.about === 'progress') {
      for (const hear of progressListeners) hear(notice);
      return;
    }
    const features = new Set(notice.topics.flatMap((topic) => touchedBy[topic]));
    for (const feature of features) void queryClient.invalidateQueries({ queryKey: [feature] });
  });
}
