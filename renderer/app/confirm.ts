import { notifications } from '@mantine/notifications';
import i18next from 'i18next';

/** The message before. Each has an id of its own: the timer of an older one would close a newer one of the same id. */
let last: string | null = null;

/** Says briefly that something is done: main has answered. Announced politely; the newest takes the place of the one before. */
export function showDone(message: string): void {
  if (last !== null) notifications.hide(last);
  last = notifications.show({
    message,
    color: 'moss',
    autoClose: 3_000,
    role: 'status',
    closeButtonProps: { 'aria-label': i18next.t('app:close') },
  });
}
