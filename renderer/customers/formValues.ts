import type { TFunction } from 'i18next';
import { CustomerDetails, type CustomerRecord, type channels } from '../../preload/contract/customers.ts';
import type { InputFor } from '../../preload/contract/index.ts';
import type { Language } from '../../preload/contract/values.ts';

export type Channel = (typeof channels)[number];

/** The form's fields as a person types them; empty text stands for "not known". */
export interface CustomerFormValues {
  name: string;
  phones: string[];
  email: string;
  birthday: { day: string | null; month: string | null; year: string };
  language: Language | null;
  address: string;
  likes: string;
  notes: string;
  tags: string[];
  source: string;
  /** `key` only keeps React's rows apart. */
  ownFields: { key: string; name: string; value: string }[];
  consents: Channel[];
}

/** The channels a customer agrees to now: the latest word on each counts. */
export function consentsNow(record: CustomerRecord): CustomerRecord['consents'] {
  const latest = new Map<string, CustomerRecord['consents'][number]>();
  for (const consent of record.consents) {
    const known = latest.get(consent.channel);
    if (!known || known.at <= consent.at) latest.set(consent.channel, consent);
  }
  return [...latest.values()];
}

/** A record as form values; an empty form for a new customer. */
export function formValues(record: CustomerRecord | null): CustomerFormValues {
  return {
    name: record?.name ?? '',
    phones: record?.phones ?? [],
    email: record?.email ?? '',
    birthday: {
      day: record?.birthday ? String(record.birthday.day) : null,
      month: record?.birthday ? String(record.birthday.month) : null,
      year: record?.birthday?.year ? String(record.birthday.year) : '',
    },
    language: record?.language ?? null,
    address: record?.address ?? '',
    likes: record?.likes ?? '',
    notes: record?.notes ?? '',
    tags: record?.tags ?? [],
    source: record?.source ?? '',
    ownFields: Object.entries(record?.ownFields ?? {}).map(([name, value]) => ({ key: name, name, value })),
    consents: record
      ? consentsNow(record)
          .filter((consent) => consent.given)
          .map((consent) => consent.channel)
      : [],
  };
}

export type Details = InputFor<'customers.enrol'>;

/** Form values as the contract takes them. Half a birthday becomes one that the contract refuses. */
export function detailsOf(values: CustomerFormValues): Details {
  const { day, month, year } = values.birthday;
  return {
    name: values.name,
    phones: values.phones,
    email: values.email,
    birthday:
      day === null && month === null && year.trim() === ''
        ? null
        : { day: Number(day ?? 0), month: Number(month ?? 0), year: year.trim() === '' ? null : Number(year) },
    language: values.language,
    address: values.address,
    likes: values.likes,
    notes: values.notes,
    tags: values.tags,
    source: values.source,
    ownFields: Object.fromEntries(
      values.ownFields
        .filter(({ name, value }) => name.trim() !== '' && value.trim() !== '')
        .map(({ name, value }) => [name, value]),
    ),
    consents: values.consents,
  };
}

type Words = TFunction<'customers'>;

/** What the contract would refuse, as a sentence at the field. Empty when all is well. */
export function formErrors(values: CustomerFormValues, t: Words): Record<string, string> {
  const errors: Record<string, string> = {};
  if (values.name.trim() === '' && values.phones.length === 0) errors.name = t('form.error.nameOrPhone');
  if (values.email.trim() !== '' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(values.email.trim()))
    errors.email = t('form.error.email');
  const names = values.ownFields.map(({ name }) => name.trim());
  values.ownFields.forEach(({ name, value }, index) => {
    const half = (name.trim() === '') !== (value.trim() === '');
    const twice = name.trim() !== '' && names.indexOf(name.trim()) !== index;
    if (half || twice) errors[`ownFields.${index}.name`] = t('form.error.ownField');
  });
  const checked = CustomerDetails.safeParse(detailsOf(values));
  for (const issue of checked.error?.issues ?? []) {
    const field = String(issue.path[0]);
    errors[field] ??= sentence(issue, t);
  }
  return errors;
}

type Issue = NonNullable<ReturnType<typeof CustomerDetails.safeParse>['error']>['issues'][number];

function sentence(issue: Issue, t: Words): string {
  if (issue.path[0] === 'birthday')
    return t(issue.path[1] === 'year' ? 'form.error.birthdayYear' : 'form.error.birthday');
  if (issue.code === 'too_big' && issue.origin === 'string')
    return t('form.error.tooLong', { count: Number(issue.maximum) });
  return t('form.error.check');
}
