/** Text that came from outside, so that no spreadsheet takes it for a formula: a leading = + - @ (also full-width), tab or line break gets a '. */
export function harmlessCell(text: string): string {
  return /^[=+\-@\t\r\n\0＝＋－＠]/u.test(text) ? `'${text}` : text;
}
