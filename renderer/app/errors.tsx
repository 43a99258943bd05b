import { Alert } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconAlertTriangle } from '@tabler/icons-react';
import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import { type AppErrorData, diskErrors } from '../../preload/contract/errors.ts';
import english from '../i18n/en/errors.json';
import { type AnyT, speaking } from '../i18n/index.ts';
import { type Format, formatFor, useLocale } from './format.ts';

type FieldName = keyof typeof english.fields;
const isField = (name: string): name is FieldName => name in english.fields;

/** Params that are moments or amounts, as the person reads them. */
function readable(params: AppErrorData['params'], format: Format): Record<string, string | number | null> {
  const words: Record<string, string | number | null> = { ...params };
  if (typeof params?.until === 'number') words.until = format.time(params.until);
  if (typeof params?.minimum === 'number') words.minimum = format.money(params.minimum);
  if (typeof params?.on === 'string') words.on = format.day(params.on);
  return words;
}

/** What to check, for BAD_INPUT: 'owner.pin' → "PIN". Fields nobody can see have no words. */
function fieldWords(fields: readonly string[], t: AnyT): string[] {
  const words = fields.flatMap((path) => {
    const name = path.split('.').findLast((part) => isField(part));
    return name && isField(name) ? [speaking(t)(`errors:fields.${name}`)] : [];
  });
  return [...new Set(words)];
}

/** One sentence: what happened, what is safe, what to do. */
export function errorText(error: AppErrorData, t: AnyT): string {
  const say = speaking(t);
  const fields = error.code === 'BAD_INPUT' ? fieldWords(error.fields ?? [], t) : [];
  if (fields.length > 0) return say('errors:BAD_INPUT_FIELDS', { fields: fields.join(', ') });
  const words = readable(error.params, formatFor(useLocale.getState()));
  const known = error.params?.state ?? error.params?.why;
  const state = typeof known === 'string' ? known : undefined;
  // Some codes say more for a state or a reason that is known: REWARD_NOT_OPEN_expired.
  const sentence = say(`errors:${error.code}`, { ...words, ...(state ? { context: state } : {}) });
  return error.logId ? `${sentence} ${say('errors:LOG_ID', { logId: error.logId })}` : sentence;
}

/** An error in the place where it happened. Announced to screen readers. */
export function ErrorText({ error }: { error: AppErrorData | null | undefined }) {
  const { t } = useTranslation('errors');
  if (!error) return null;
  return (
    <Alert color="red" variant="light" role="alert" icon={<IconAlertTriangle aria-hidden />}>
      {errorText(error, t)}
    </Alert>
  );
}

/** An error that belongs to no place on the screen: a notification that stays until it is closed. */
export function showError(error: AppErrorData): void {
  notifications.show({
    id: error.code,
    color: 'red',
    icon: <IconAlertTriangle aria-hidden />,
    message: errorText(error, i18next.t),
    autoClose: diskErrors.includes(error.code) ? false : 12_000,
    role: 'alert',
    withCloseButton: true,
    closeButtonProps: { 'aria-label': i18next.t('app:close') },
  });
}
