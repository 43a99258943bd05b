/** Letters that do not come apart into a base letter and a mark. */
const whole: Readonly<Record<string, string>> = {
  ß: 'ss',
  ł: 'l',
  đ: 'd',
  ø: 'o',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
  þ: 'th',
  ð: 'd',
};

/** Without capitals and accents, so that "Ștefan", "Ştefan" and "stefan" are found by each other. */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[ßłđøæœıþð]/g, (letter) => whole[letter] ?? letter);
}

/** The words of a text as the search knows them: folded, split at everything that is no letter, digit, @, dot, _ or -. */
export function searchWords(text: string): string[] {
  return fold(text)
    .split(/[^\p{L}\p{N}@._-]+/u)
    .filter((word) => word.length > 0);
}

/** Only the digits of a phone number. */
export function digitsOf(phone: string): string {
  return phone.replace(/\D/g, '');
}
