import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../app/client.ts';
import { useFormat } from '../app/format.ts';
import type { Speaker } from './says.ts';

/** The words of who reads the screen. */
export function useSpeaker(): Speaker {
  const { t } = useTranslation('programs');
  const format = useFormat();
  const { data: items } = useAsk('programs.items', {});
  return useMemo(() => ({ t, format, items: items ?? [] }), [t, format, items]);
}
