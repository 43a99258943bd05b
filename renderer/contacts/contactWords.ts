import type { TFunction } from 'i18next';
import type { Contact } from '../../preload/contract/contacts.ts';

/** "Phone call: says they will come". */
export function contactWords(contact: Pick<Contact, 'channel' | 'outcome'>, t: TFunction<'contacts'>): string {
  return t('timeline.line', {
    channel: t(`channel.${contact.channel}`),
    outcome: t(`outcomeLower.${contact.outcome}`),
  });
}
