import { crc32, deflateSync } from 'node:zlib';

/** Pixels as Electron's bitmaps hold them: blue, green, red, alpha, a byte each, row by row. */
export interface Bitmap {
  readonly width: number;
  readonly height: number;
  readonly pixels: Buffer;
}

/** Colours a PNG with a palette can have. */
const most = 256;

interface Color {
  readonly channels: readonly [red: number, green: number, blue: number];
  readonly count: number;
}

/** Colours that will become one, with how far they spread along the channel in which they spread most. */
interface Box {
  readonly colors: readonly Color[];
  readonly mean: readonly number[];
  readonly channel: 0 | 1 | 2;
  readonly spread: number;
}

function boxOf(colors: readonly Color[]): Box {
  const total = colors.reduce((sum, { count }) => sum + count, 0);
  const mean = [0, 1, 2].map((c) => colors.reduce((sum, of) => sum + (of.channels[c] ?? 0) * of.count, 0) / total);
  const spreads = mean.map((m, c) => colors.reduce((sum, of) => sum + ((of.channels[c] ?? 0) - m) ** 2 * of.count, 0));
  const spread = Math.max(...spreads);
  return { colors, mean, channel: spreads.indexOf(spread) as 0 | 1 | 2, spread };
}

/** At most 256 boxes: the one that spreads most is cut at its mean, again and again. */
function boxesOf(colors: readonly Color[]): Box[] {
  const boxes = [boxOf(colors)];
  while (boxes.length < most) {
    const widest = boxes.reduce((a, b) => (b.spread > a.spread ? b : a));
    if (widest.spread === 0) break;
    const { channel, mean } = widest;
    const below = (of: Color) => of.channels[channel] <= (mean[channel] ?? 0);
    const halves = [widest.colors.filter(below), widest.colors.filter((of) => !below(of))];
    boxes.splice(boxes.indexOf(widest), 1, ...halves.map(boxOf));
  }
  return boxes;
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

/** A PNG of 256 colours: a third of the size, which is what pictures in a repository should be (PNG 3rd edition, sections 5 and 11). */
export function palettePng({ width, height, pixels }: Bitmap): Buffer {
  const counts = new Map<number, number>();
  const colorAt = (at: number) => pixels.readUIntLE(at * 4, 3);
  for (let at = 0; at < width * height; at++) counts.set(colorAt(at), (counts.get(colorAt(at)) ?? 0) + 1);
  const colors = [...counts].map(
    ([key, count]): Color => ({ channels: [key >> 16, (key >> 8) & 255, key & 255], count }),
  );
  const boxes = boxesOf(colors);
  const indexOf = new Map<number, number>();
  for (const [index, { colors: inside }] of boxes.entries())
    for (const {
      channels: [red, green, blue],
    } of inside)
      indexOf.set((red << 16) | (green << 8) | blue, index);

  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) rows[y * (width + 1) + 1 + x] = indexOf.get(colorAt(y * width + x)) ?? 0;
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head),
    chunk('PLTE', Buffer.from(boxes.flatMap(({ mean }) => mean.map(Math.round)))),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
