// Values that a JSON schema of the OpenAPI document describes, so far as its routes use it.

import fc from 'fast-check';
import { oddText } from '../odd.ts';

export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly example?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly format?: string;
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
}

type Schemas = Readonly<Record<string, JsonSchema>>;

const SOME_TEXTS = [
  'sample-tea',
  'q1',
  '2026-12-01',
  '2026-11-24T10:00:00+09:00',
  '2026-11',
  '2h',
  '1d',
  '山田',
  'phone',
];
/** Deeper schemas than this none of ours are; one may name itself. */
const DEEPEST = 6;

/** A value that fits the schema, as far as it says; where it says little, an odd one now and then. */
export function fitting(schema: JsonSchema, schemas: Schemas, depth = 0): fc.Arbitrary<unknown> {
  if (depth > DEEPEST) return fc.constant(null);
  const inner = (one: JsonSchema): fc.Arbitrary<unknown> => fitting(one, schemas, depth + 1);
  if (schema.$ref !== undefined) return inner(schemas[schema.$ref.split('/').at(-1)!] ?? {});
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return fc.oneof(...choices.map(inner));
  if (schema.allOf !== undefined)
    return fc.tuple(...schema.allOf.map(inner)).map((parts) => Object.assign({}, ...(parts as object[])));
  const types = schema.type === undefined ? ['string'] : [schema.type].flat();
  const value = fc.oneof(...types.map((type) => ofType(type, schema, inner)));
  return schema.example === undefined ? value : fc.oneof(value, fc.constant(schema.example));
}

function ofType(
  type: string,
  schema: JsonSchema,
  inner: (one: JsonSchema) => fc.Arbitrary<unknown>,
): fc.Arbitrary<unknown> {
  switch (type) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc.integer({ min: schema.minimum ?? -10, max: schema.maximum ?? 10_000 });
    case 'number':
      return fc.double({ noNaN: true, min: schema.minimum ?? -10, max: schema.maximum ?? 10_000 });
    case 'array':
      return fc.array(inner(schema.items ?? {}), { maxLength: 3 });
    case 'object': {
      const { properties = {}, required = [] } = schema;
      const fields = Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, inner(one)]));
      return fc.record(fields, { requiredKeys: required.filter((name) => name in fields) });
    }
    default:
      return fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...SOME_TEXTS) }, { weight: 1, arbitrary: oddText });
  }
}
