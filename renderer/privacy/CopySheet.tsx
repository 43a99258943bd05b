import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerRecord } from '../../preload/contract/customers.ts';
import type { CustomerCopy } from '../../preload/contract/privacy.ts';
import type { CustomerId } from '../../preload/contract/values.ts';
import { useAsk } from '../app/client.ts';
import { customerName } from '../app/customerName.ts';
import { useFormat, useLocale } from '../app/format.ts';
import { contactWords } from '../contacts/contactWords.ts';
import { birthdayWords } from '../customers/birthdayWords.ts';
import { consentWords } from '../customers/consentWords.ts';
import { entryWords } from '../customers/entryWords.ts';
import { stateWords, useOfferWords } from '../offers/offerWords.ts';
import { useLaidOut } from '../paper/useLaidOut.ts';
import css from './CopySheet.module.css';

/** Everything that is known of a customer, on paper for them. */
export function CopySheet({ customerId }: { customerId: CustomerId }) {
  const { t } = useTranslation('privacy');
  const format = useFormat();
  const today = useLocale((locale) => locale.today);
  const settings = useAsk('shop.settings', {});
  const { data, error } = useAsk('privacy.of', { customerId });
  const ready = settings.data && data;
  useLaidOut(ready ? `${settings.data.name} – ${t('sheet.title')}` : null, Boolean(settings.error ?? error));
  if (!ready) return null;
  return (
    <main className={css.page}>
      <h1>{t('sheet.title')}</h1>
      <p>
        {settings.data.name} · {t('sheet.asOf', { day: format.day(today) })}
      </p>
      <Facts record={data.record} title={customerName(t, data.record)} />
      {data.merged.map((record) => (
        <Facts key={record.customerId} record={record} title={t('sheet.merged')} />
      ))}
      <Consents copy={data} />
      <Lists copy={data} />
      <OffersAndPerks copy={data} />
      <Contacts copy={data} />
      <History copy={data} />
    </main>
  );
}

function Section({ title, rows }: { title: string; rows: readonly ReactNode[] }) {
  if (rows.length === 0) return null;
  return (
    <section>
      <h2>{title}</h2>
      <table>
        <tbody>{rows}</tbody>
      </table>
    </section>
  );
}

function Facts({ record, title }: { record: CustomerRecord; title: string }) {
  const { t, i18n } = useTranslation('customers');
  const format = useFormat();
  const facts: [string, string | null][] = [
    [t('field.name'), record.name],
    [t('record.number'), record.number],
    [t('field.phones'), record.phones.join(', ')],
    [t('field.email'), record.email],
    [t('field.birthday'), record.birthday && birthdayWords(record.birthday, i18n.language)],
    [t('field.language'), record.language && t(`language.${record.language}`)],
    [t('field.address'), record.address],
    [t('field.likes'), record.likes],
    [t('field.notes'), record.notes],
    [t('field.tags'), record.tags.join(', ')],
    [t('field.source'), record.source],
    ...Object.entries(record.ownFields),
    [
      t('mark.title'),
      record.mark === 'none'
        ? null
        : [t(`mark.${record.mark}`), record.markUntil && t('mark.untilDay', { day: format.day(record.markUntil) })]
            .filter(Boolean)
            .join(', '),
    ],
    [t('record.visits'), format.number(record.visitDays)],
    [t('record.firstVisit'), record.firstVisitDay && format.day(record.firstVisitDay)],
    [t('record.lastVisit'), record.lastVisitDay && format.day(record.lastVisitDay)],
    [t('record.spend'), record.spend === null ? null : format.money(record.spend)],
  ];
  return (
    <Section
      title={title}
      rows={facts.flatMap(([name, value]) =>
        value
          ? [
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{value}</td>
              </tr>,
            ]
          : [],
      )}
    />
  );
}

function Consents({ copy }: { copy: CustomerCopy }) {
  const { t } = useTranslation(['customers', 'privacy']);
  const format = useFormat();
  return (
    <Section
      title={t('record.consents')}
      rows={copy.consents.map(({ channel, given, at, source, wording }) => (
        <tr key={`${channel} ${at}`}>
          <th scope="row">{t(`channel.${channel}`)}</th>
          <td>
            {consentWords({ given, wording }, t, format.moment(at))}
            {` · ${t('record.consentSource', { source: source === 'till' ? t('record.sourceTill') : source })}`}
            {wording && <q className={css.quote}>{wording.text}</q>}
          </td>
        </tr>
      ))}
    />
  );
}

function Lists({ copy }: { copy: CustomerCopy }) {
  const { t } = useTranslation(['privacy', 'app']);
  const format = useFormat();
  return (
    <>
      <Section
        title={t('sheet.memberCards')}
        rows={copy.memberCards.map(({ code, issuedAt, replacedOn }) => (
          <tr key={code}>
            <th scope="row">{code}</th>
            <td>
              {format.date(issuedAt)}
              {replacedOn && ` · ${t('sheet.replaced', { day: format.day(replacedOn) })}`}
            </td>
          </tr>
        ))}
      />
      <Section
        title={t('sheet.cards')}
        rows={copy.cards.map(({ program, kind, balance, openedOn }) => (
          <tr key={`${program} ${openedOn}`}>
            <th scope="row">{program}</th>
            <td>
              {t('sheet.since', { day: format.day(openedOn) })}
              {kind === 'stamps' && ` · ${t('sheet.stamps', { number: format.number(balance) })}`}
              {kind === 'points' && ` · ${t('sheet.points', { number: format.number(balance) })}`}
            </td>
          </tr>
        ))}
      />
      <Section
        title={t('sheet.rewards')}
        rows={copy.rewards.map(({ name, issuedAt, expiresOn, state }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two rewards of one kind on one day are two lines, and none ever moves
          <tr key={i}>
            <th scope="row">{name}</th>
            <td>
              {format.date(issuedAt)} · {t(`sheet.state.${state}`)}
              {expiresOn && ` · ${t('sheet.until', { day: format.day(expiresOn) })}`}
            </td>
          </tr>
        ))}
      />
      {copy.monthsOnRiskList.length > 0 && (
        <p>{t('sheet.riskList', { months: copy.monthsOnRiskList.map((month) => format.month(month)).join(', ') })}</p>
      )}
      {copy.worksHere && <p>{t('sheet.worksHere')}</p>}
    </>
  );
}

function OffersAndPerks({ copy }: { copy: CustomerCopy }) {
  const { t } = useTranslation(['offers', 'perks', 'privacy']);
  const format = useFormat();
  const words = useOfferWords();
  const perkWords = ({ pickedAt, months }: CustomerCopy['perks'][number]) => [
    ...(pickedAt === null ? [] : [t('privacy:sheet.perkGiven', { day: format.date(pickedAt) })]),
    ...(months.length === 0
      ? []
      : [t('privacy:sheet.perkBest', { months: months.map((month) => format.month(month)).join(', ') })]),
  ];
  return (
    <>
      <Section
        title={t('title')}
        rows={copy.offers.map((offer) => (
          <tr key={offer.offerId}>
            <th scope="row">{words(offer.benefit)}</th>
            <td>
              {format.day(offer.madeOn)} · {stateWords(offer, t, format)}
            </td>
          </tr>
        ))}
      />
      <Section
        title={t('perks:record.title')}
        rows={copy.perks.map((perk) => (
          <tr key={perk.name}>
            <th scope="row">{perk.name}</th>
            <td>{perkWords(perk).join(' · ')}</td>
          </tr>
        ))}
      />
    </>
  );
}

function Contacts({ copy }: { copy: CustomerCopy }) {
  const { t } = useTranslation(['contacts', 'privacy', 'customers']);
  const format = useFormat();
  return (
    <Section
      title={t('privacy:sheet.contacts')}
      rows={copy.contacts.map((contact) => (
        <tr key={contact.contactId}>
          <th scope="row">{format.day(contact.businessDay)}</th>
          <td>
            {contactWords(contact, t)}
            {contact.byName && ` · ${t('customers:timeline.by', { name: contact.byName })}`}
            {contact.note && `\n${contact.note}`}
          </td>
        </tr>
      ))}
    />
  );
}

function History({ copy }: { copy: CustomerCopy }) {
  const { t } = useTranslation('customers');
  const format = useFormat();
  return (
    <Section
      title={t('timeline.title')}
      rows={copy.timeline.map((item) => (
        <tr key={item.entryId}>
          <th scope="row">
            {format.day(item.businessDay)}
            {item.occurredAt !== null && `, ${format.time(item.occurredAt)}`}
          </th>
          <td>
            <span className={item.voided ? css.voided : undefined}>
              {entryWords(item, t, format)}
              {item.programName !== null && item.rewardName === null && ` · ${item.programName}`}
              {item.kind === 'visit' && item.amount !== null && ` · ${format.money(item.amount)}`}
            </span>
            {item.byName && ` · ${t('timeline.by', { name: item.byName })}`}
            {item.reason && ` · ${t('timeline.reason', { reason: item.reason })}`}
          </td>
        </tr>
      ))}
    />
  );
}
