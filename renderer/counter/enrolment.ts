import type { InputFor } from '../../preload/contract/index.ts';
import type { ProgramId } from '../../preload/contract/values.ts';

/** What the enrolment form holds, as typed. */
export interface Enrolment {
  name: string;
  phone: string;
  email: string;
  likes: string;
  birthDay: number | null;
  birthMonth: number | null;
  /** Stamps on the paper card, as typed; empty for none. */
  paperStamps: string;
  paperProgram: ProgramId | null;
  /** A blank member card, as scanned or typed; empty for none. */
  cardCode: string;
}

export type EnrolField = 'name' | 'phone' | 'email' | 'birthday' | 'paperStamps' | 'likes' | 'cardCode';

/** What was typed into the search field begins the form: digits are a phone, anything else a name. */
export function startEnrolment(typed: string, cardCode: string): Enrolment {
  const isPhone = /^[+\d][\d\s()./-]*$/.test(typed);
  const isEmail = typed.includes('@');
  return {
    name: isPhone || isEmail ? '' : typed,
    phone: isPhone ? typed : '',
    email: isEmail ? typed : '',
    likes: '',
    birthDay: null,
    birthMonth: null,
    paperStamps: '',
    paperProgram: null,
    cardCode,
  };
}

/** The form as the contract wants it. Half a birthday is a mistake the form has caught before. */
export function enrolInput(form: Enrolment): InputFor<'customers.enrol'> {
  const stamps = Number(form.paperStamps);
  return {
    name: form.name,
    phones: form.phone.trim() === '' ? [] : [form.phone],
    email: form.email,
    likes: form.likes,
    birthday:
      form.birthDay !== null && form.birthMonth !== null
        ? { day: form.birthDay, month: form.birthMonth, year: null }
        : null,
    cardCode: form.cardCode,
    opening: form.paperStamps !== '' && form.paperProgram !== null ? { programId: form.paperProgram, stamps } : null,
  };
}

/** Which field of the form a path of the contract's input belongs to; null for one the form does not show. */
export function fieldOf(path: string): EnrolField | null {
  if (path.startsWith('phones')) return 'phone';
  if (path.startsWith('birthday')) return 'birthday';
  if (path.startsWith('opening')) return 'paperStamps';
  if (path === 'cardCode' || path === 'code') return 'cardCode';
  return path === 'name' || path === 'email' || path === 'likes' ? path : null;
}
