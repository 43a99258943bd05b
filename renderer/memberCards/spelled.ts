/** A card's code as people read it aloud: R482 107 731. Typed and scanned with or without the spaces. */
export function spelled(code: string): string {
  return `${code.slice(0, 4)} ${code.slice(4, 7)} ${code.slice(7)}`;
}
