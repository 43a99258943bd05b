import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppErrorData, Result } from '../../preload/contract/errors.ts';
import type { Sheet } from '../../preload/contract/paper.ts';
import { useAct } from '../app/client.ts';
import { showDone } from '../app/confirm.ts';
import { usePinGate } from '../app/session.ts';

/** The two ways a sheet leaves the app. Says "done" only when main has said so; what hindered it is in `error`. */
export function usePrinting() {
  const { t } = useTranslation('paper');
  const saving = useAct('paper.save');
  const printing = useAct('paper.print');
  const gate = usePinGate();
  const [error, setError] = useState<AppErrorData | null>(null);
  const run = async <T>(work: () => Promise<Result<T>>, said: (value: T) => string | null) => {
    setError(null);
    const answer = await gate.run(work);
    if (!answer) return;
    if (!answer.ok) return setError(answer.error);
    const words = said(answer.value);
    if (words) showDone(words);
  };
  return {
    error,
    busy: saving.busy || printing.busy,
    save: (sheet: Sheet) =>
      run(
        () => saving.act({ sheet }),
        ({ saved }) => saved && t('saved', { file: saved }),
      ),
    /** On the named printer, or with the system's dialog (null). */
    print: (sheet: Sheet, printer: string | null = null) =>
      run(
        () => printing.act({ sheet, printer }),
        ({ printed }) => (printed ? t('printed') : null),
      ),
  };
}
