import type { Random } from './random.ts';

const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

const text = (value: number, bytes: number): string => {
  let result = '';
  for (let i = bytes - 1; i >= 0; i--) result += hex[Math.floor(value / 256 ** i) % 256];
  return result;
};

/**
 * UUIDv7s (RFC 9562) that can be made again: the moment they are asked for is the simulated one, UTC ms, the rest comes from `random`.
 * Within one moment the twelve bits after the version count up, so ids follow each other as the entries do.
 */
export function createSeedIds(random: Random): (at: number) => string {
  let last = 0;
  let count = 0;
  return (at) => {
    count = at > last ? 0 : count + 1;
    // More than 4,096 ids of one moment, or a moment before the last: the next millisecond takes them.
    last = count > 0xfff ? last + 1 : Math.max(last, at);
    count &= 0xfff;
    const time = text(last, 6);
    const variant = 0x8000 | (random.bits() >>> 18);
    return `${time.slice(0, 8)}-${time.slice(8)}-${text(0x7000 | count, 2)}-${text(variant, 2)}-${text(random.bits(), 4)}${text(random.bits() >>> 16, 2)}`;
  };
}
