import type { Format } from '../app/format.ts';

/** A file's size as people read it: "3.4 MB". The same letters in all our languages. */
export function sizeWords(bytes: number, format: Format): string {
  const megabytes = bytes / 1_000_000;
  if (megabytes < 0.1) return `${format.number(Math.max(1, Math.round(bytes / 1000)))} kB`;
  return `${format.number(megabytes < 10 ? Math.round(megabytes * 10) / 10 : Math.round(megabytes))} MB`;
}
