import { CloseButton, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import type { KeyboardEvent, RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { Hit } from '../../preload/contract/counter.ts';
import { call } from '../app/client.ts';
import { showError } from '../app/errors.tsx';
import { open, search, useCounter } from './store.ts';

export const resultsId = 'counter-results';
export const resultId = (index: number): string => `${resultsId}-${index}`;

interface SearchFieldProps {
  field: RefObject<HTMLInputElement | null>;
  /** The obvious button, pressed by Enter while the field is empty. */
  primary: RefObject<HTMLButtonElement | null>;
  /** What is found for the text in the field; null while the answer is under way. */
  hits: readonly Hit[] | null;
  /** The marked result; null until an arrow key marks one. */
  marked: number | null;
  onMark(index: number | null): void;
  /** Enter was pressed and nobody fits. */
  onNobody(): void;
}

/** Opens whom the text names: the marked result, else a card number that fits exactly, else the best match; or says that nobody fits. */
async function openBest(
  text: string,
  hits: readonly Hit[] | null,
  marked: number | null,
  onNobody: () => void,
): Promise<void> {
  const chosen = marked === null ? undefined : hits?.[marked];
  if (chosen) return open(chosen.customerId);
  if (/\d/.test(text)) {
    const exact = await call('counter.scan', { code: text.trim() });
    if (exact.ok && exact.value.customerId) return open(exact.value.customerId);
  }
  const found = hits ? ({ ok: true, value: hits } as const) : await call('counter.find', { text });
  if (!found.ok) return showError(found.error);
  const [best] = found.value;
  if (best) open(best.customerId);
  else onNobody();
}

/** The one field of the counter. Always ready: the keys of the whole screen lead here. */
export function SearchField({ field, primary, hits, marked, onMark, onNobody }: SearchFieldProps) {
  const { t } = useTranslation('counter');
  const text = useCounter((state) => state.text);
  const shown = text.trim() !== '';

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter') {
      event.preventDefault();
      if (event.repeat) return;
      if (shown) void openBest(text, hits, marked, onNobody);
      else primary.current?.click();
    } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && hits && hits.length > 0) {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      onMark(((marked ?? (step > 0 ? -1 : 0)) + step + hits.length) % hits.length);
    }
  };

  return (
    <TextInput
      ref={field}
      aria-label={t('search.label')}
      placeholder={t('search.placeholder')}
      size="xl"
      radius="xl"
      role="combobox"
      aria-autocomplete="list"
      aria-expanded={shown}
      aria-controls={resultsId}
      aria-activedescendant={shown && hits?.length ? resultId(marked ?? 0) : undefined}
      autoComplete="off"
      autoFocus
      spellCheck={false}
      maxLength={100}
      leftSection={<IconSearch aria-hidden />}
      leftSectionWidth="3.75rem"
      rightSection={
        text ? (
          <CloseButton
            aria-label={t('search.clear')}
            radius="xl"
            onClick={() => {
              search('');
              field.current?.focus();
            }}
          />
        ) : null
      }
      rightSectionWidth="3.75rem"
      value={text}
      onChange={(event) => {
        onMark(null);
        search(event.currentTarget.value);
      }}
      onKeyDown={onKeyDown}
    />
  );
}
