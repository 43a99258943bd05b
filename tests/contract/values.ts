import fc from 'fast-check';
import type { Procedure } from '../../preload/contract/kinds.ts';
import { z } from '../../preload/contract/zod.ts';

interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly additionalProperties?: boolean | JsonSchema;
}

/** What people usually write where a pattern is asked for. */
const usual = ['1111', '222222', '3333', 'RON', 'IDR', '2026-01', '2026-02', '2026-03', '456'];

/** Values that crossed a bridge could hold, and what people and programs have broken others with. */
const nasty: readonly unknown[] = [
  null,
  undefined,
  true,
  false,
  0,
  -0,
  -1,
  1,
  0.5,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  2 ** 31,
  2 ** 53,
  Number.MAX_VALUE,
  10n,
  '',
  ' ',
  '0',
  'null',
  '\u0000',
  '\u202e',
  'ș',
  '💇'.repeat(50),
  'x'.repeat(5000),
  "'; DROP TABLE entry; --",
  '" OR 1=1',
  '=1+1',
  '<img src=x onerror=1>',
  '../../etc/passwd',
  'constructor',
  '__proto__',
  'toString',
  '2026-02-30',
  '2026-13-01',
  '9999-12-31',
  '00000000-0000-0000-0000-000000000000',
  [],
  {},
  [[]],
  new Date(0),
  new Date(Number.NaN),
  new Map([['a', 1]]),
  new Set([1]),
  new Uint8Array(3),
  /x/,
  new Error('x'),
  JSON.parse('{"__proto__":{"polluted":true}}'),
  JSON.parse('{"constructor":{"prototype":{"polluted":true}}}'),
  Object.create(null),
];

export const anything: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(...nasty),
  fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withTypedArray: true,
    withSparseArray: true,
    withNullPrototype: true,
    maxDepth: 3,
  }),
);

/** An input of the kind the procedure asks for, with one place in it perhaps gone wrong. `ids` are those of real things. */
export function nearlyValid(procedure: Procedure, ids: readonly string[]): fc.Arbitrary<unknown> {
  const schema = z.toJSONSchema(procedure.input, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  const valid = fromSchema(schema, ids);
  return fc.oneof(
    { weight: 3, arbitrary: valid },
    { weight: 4, arbitrary: fc.tuple(valid, fc.nat(), anything).map(([value, at, wrong]) => spoil(value, at, wrong)) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(valid, fc.string(), anything)
        .map(([value, key, more]) => ({ ...(value as object), [key]: more })),
    },
  );
}

function fromSchema(schema: JsonSchema, ids: readonly string[]): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return fc.oneof(...choices.map((choice) => fromSchema(choice, ids)));
  switch (schema.type) {
    case 'object': {
      const entries = Object.entries(schema.properties ?? {}).map(([key, of]) => [key, fromSchema(of, ids)] as const);
      const keys = entries.map(([key]) => key);
      if (keys.length === 0 && typeof schema.additionalProperties === 'object') {
        return fc.dictionary(fc.string({ maxLength: 50 }), fromSchema(schema.additionalProperties, ids), {
          maxKeys: 4,
        });
      }
      return fc.record(Object.fromEntries(entries), { requiredKeys: [...(schema.required ?? [])] });
    }
    case 'array':
      return fc.array(fromSchema(schema.items ?? {}, ids), { maxLength: Math.min(schema.maxItems ?? 5, 25) });
    case 'integer':
      return fc.oneof(
        fc.integer({ min: Math.max(schema.minimum ?? -1000, -1000), max: Math.min(schema.maximum ?? 1000, 1_000_000) }),
        fc.constantFrom(schema.minimum ?? 0, schema.maximum ?? Number.MAX_SAFE_INTEGER),
      );
    case 'number':
      return fc.double();
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'string':
      if (schema.format === 'uuid')
        return fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...ids) }, { weight: 1, arbitrary: fc.uuid() });
      if (schema.format === 'date')
        return fc
          .date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true })
          .map((date) => date.toISOString().slice(0, 10));
      if (schema.pattern) {
        const pattern = new RegExp(schema.pattern);
        return fc.oneof(fc.stringMatching(pattern), fc.constantFrom(...usual.filter((text) => pattern.test(text)), ''));
      }
      return fc.oneof(
        fc.string({ maxLength: Math.min(schema.maxLength ?? 200, 200) }),
        fc.constantFrom('maria', '0722 123 456', 'a@b.ro', 'Europe/Bucharest', '0123 4567 89AB CDEF GHJK'),
      );
    default:
      return fc.oneof(fc.string({ maxLength: 60 }), anything);
  }
}

/** The value with something else at one of its places. */
function spoil(value: unknown, at: number, wrong: unknown): unknown {
  if (Array.isArray(value)) {
    if (value.length === 0) return wrong;
    const i = at % value.length;
    return value.map((item, j) => (i === j ? spoil(item, Math.floor(at / 7), wrong) : item));
  }
  if (typeof value === 'object' && value !== null) {
    const keys = Object.keys(value);
    if (keys.length === 0) return wrong;
    const key = keys[at % keys.length] ?? '';
    return { ...value, [key]: spoil((value as Record<string, unknown>)[key], Math.floor(at / 7), wrong) };
  }
  return wrong;
}
