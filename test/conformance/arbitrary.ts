import fc from 'fast-check';
import type * as v from 'valibot';

type Schema = v.GenericSchema & {
  readonly pipe?: readonly { readonly type: string; readonly requirement?: unknown }[];
  readonly item?: Schema;
  readonly wrapped?: Schema;
  readonly entries?: Readonly<Record<string, Schema>>;
  readonly options?: readonly (Schema | string)[];
};

const has = ({ pipe }: Schema, type: string): boolean => pipe?.some((action) => action.type === type) ?? false;

/** Texts as shops have them, and as they should not have them: long ones, other scripts, emoji, control characters. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.string({ minLength: 1, maxLength: 30 }) },
  { weight: 2, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }) },
  { weight: 1, arbitrary: fc.string({ minLength: 200, maxLength: 1_500 }) },
);

const textOf = (schema: Schema): fc.Arbitrary<string> =>
  has(schema, 'regex') ? fc.constantFrom('EUR', 'USD', 'JPY') : anyText;

const numberOf = (schema: Schema): fc.Arbitrary<number> => {
  const min = schema.pipe?.find(({ type }) => type === 'min_value')?.requirement;
  const least = typeof min === 'number' ? min : -1_000;
  return has(schema, 'integer')
    ? fc.integer({ min: least, max: 1_000 })
    : fc.double({ min: least, max: 1e6, noNaN: true });
};

const objectOf = (entries: Readonly<Record<string, Schema>>): fc.Arbitrary<Record<string, unknown>> => {
  const required = Object.keys(entries).filter((name) => entries[name]?.type !== 'optional');
  const values = Object.fromEntries(Object.entries(entries).map(([name, schema]) => [name, arbitraryOf(schema)]));
  return fc.record(values, { requiredKeys: required });
};

/** What a schema of the contract accepts, as far as the contract uses valibot. */
export const arbitraryOf = (schema: Schema): fc.Arbitrary<unknown> => {
  if (schema.wrapped) return arbitraryOf(schema.wrapped);
  if (schema.entries) return objectOf(schema.entries);
  if (schema.item) return fc.array(arbitraryOf(schema.item), { maxLength: 4 });
  switch (schema.type) {
    case 'string':
      return textOf(schema);
    case 'number':
      return numberOf(schema);
    case 'boolean':
      return fc.boolean();
    case 'picklist':
      return fc.constantFrom(...(schema.options as readonly string[]));
    case 'union':
      return fc.oneof(...(schema.options as readonly Schema[]).map(arbitraryOf));
    default:
      throw new Error(`the contract has a schema of type ${schema.type}; say here what it accepts`);
  }
};
