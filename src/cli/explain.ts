import * as v from 'valibot';
import { nearest } from '../schema/nearest.ts';

type AnySchema = v.GenericSchema & { entries?: v.ObjectEntries; item?: AnySchema; wrapped?: AnySchema };

const SHOWN_CHARACTERS = 60;
const secretKey = /key$|secret|password|token/i;

const typeName = (value: unknown): string =>
  Array.isArray(value) ? 'a list' : value === null ? 'null' : `a ${typeof value}`;

/** What came; of secrets only what they look like, because the message ends in logs. */
const came = (value: unknown, name: string): string => {
  if (value === undefined) return 'nothing came';
  if (secretKey.test(name))
    return typeof value === 'string' ? `a text of ${value.length} characters came` : `${typeName(value)} came`;
  if (typeof value === 'function') return 'a function came';
  const json = JSON.stringify(value) ?? typeName(value);
  return `${json.length > SHOWN_CHARACTERS ? typeName(value) : json} came`;
};

const schemaAt = (schema: AnySchema, keys: readonly (string | number)[]): AnySchema | undefined => {
  const inner = schema.wrapped ?? schema;
  const [key, ...rest] = keys;
  if (key === undefined) return inner;
  const next = typeof key === 'number' ? inner.item : inner.entries?.[key];
  return next && schemaAt(next, rest); // entries of a schema are schemas
};

const dotted = (keys: readonly (string | number)[]): string =>
  keys.reduce<string>((path, key) => (typeof key === 'number' ? `${path}[${key}]` : path ? `${path}.${key}` : key), '');

const unknownKey = (schema: AnySchema, keys: readonly (string | number)[]): string => {
  const known = Object.keys(schemaAt(schema, keys.slice(0, -1))?.entries ?? {});
  const meant = nearest(String(keys.at(-1)), known);
  return `there is no such key; ${meant ? `did you mean "${meant}"?` : `there are ${known.join(', ')}`}`;
};

/**
 * One sentence for the first thing that is wrong: the key, what came, what was expected.
 * @param root where the checked value stands, such as "destinations[0]".
 */
export const explain = (
  schema: v.GenericSchema,
  issue: v.BaseIssue<unknown>,
  root: readonly (string | number)[] = [],
): string => {
  const keys = (issue.path ?? []).map(({ key }) => key as string | number); // configurations are objects and lists
  const where = dotted([...root, ...keys]) || 'the configuration';
  const isUnknown = issue.type === 'strict_object' && issue.expected === 'never';
  if (isUnknown) return `${where}: ${unknownKey(schema, keys)}`;
  const value = issue.path?.length ? issue.path.at(-1)?.value : issue.input;
  const at = schemaAt(schema, keys);
  const expected = (at && v.getDescription(at)) ?? issue.expected ?? 'something else';
  return `${where}: ${came(value, String(keys.at(-1) ?? ''))}; expected ${expected === 'Object' ? 'an object' : expected}`;
};
