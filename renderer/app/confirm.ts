import { notifications } from '@mantine/notifications';
import i18next from 'i18next';

/** Says briefly that something is done: main has answered. Announced politely; the newest takes the place of the one before. */
export function showDone(message: string): void {
  notifications.hide('done');
  notifications.show({
    id: 'done',
    message,
    color: 'moss',
    autoClose: 3_000,
    role: 'status',
    closeButtonProps: { 'aria-label': i18next.t('app:close') },
  });
}
