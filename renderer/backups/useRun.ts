import { useState } from 'react';
import type { AppErrorData, Result } from '../../preload/contract/errors.ts';
import { showDone } from '../app/confirm.ts';
import { usePinGate } from '../app/session.ts';

/** Does something behind the PIN, and says what came of it: done briefly, a refusal beside the button. */
export function useRun() {
  const gate = usePinGate();
  const [error, setError] = useState<AppErrorData | null>(null);
  const run = async <T>(work: () => Promise<Result<T>>, said: (value: T) => string | null): Promise<void> => {
    setError(null);
    const answer = await gate.run(work);
    if (!answer) return;
    if (!answer.ok) return setError(answer.error);
    const words = said(answer.value);
    if (words) showDone(words);
  };
  return { run, error };
}
