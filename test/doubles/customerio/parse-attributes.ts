import {
  bytesOf,
  MAX_ATTRIBUTE_NAME_BYTES,
  MAX_ATTRIBUTE_VALUE_BYTES,
  MAX_ATTRIBUTES,
  MAX_OBJECT_ATTRIBUTES_BYTES,
} from './limits.ts';
import type { Json } from './model.ts';
import { parseId, type Identifier } from './parse-identifier.ts';
import { checkSeconds } from './parse-event.ts';
import { invalid, isJson, problemsOf, refused, shown, unless, type Parsed, type Problem } from './problem.ts';

/** The attributes of an identify call, taken apart. */
export interface PersonAttributes {
  /** The identifiers in the body, beside the one that addresses the person. */
  readonly identifiers: readonly Identifier[];
  readonly anonymousId?: string;
  readonly updateOnly: boolean;
  /** Orders the updates, Unix seconds. */
  readonly at?: number;
  /** Everything else. */
  readonly attributes: Json;
}

const CONTROL = ['_timestamp', '_update', 'cio_relationships', 'cio_id'];
const IDENTIFIERS = ['id', 'email', 'phone', 'anonymous_id'];

const without = (input: Json, keys: readonly string[]): Json =>
  Object.fromEntries(Object.entries(input).filter(([key]) => !keys.includes(key)));

const isPresent = (value: unknown): boolean => value !== undefined && value !== null && value !== '';

const valueBytes = (value: unknown): number =>
  bytesOf(typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));

const checkNames = (attributes: Json, field: string): Problem[] => {
  const names = Object.keys(attributes);
  const long = names.filter((name) => bytesOf(name) > MAX_ATTRIBUTE_NAME_BYTES);
  return [
    ...long.map((name) =>
      invalid(9, `${field}.${name}`, `property name cannot be longer than ${MAX_ATTRIBUTE_NAME_BYTES} bytes`),
    ),
    ...(names.length > MAX_ATTRIBUTES ? [invalid(9, field, `cannot hold more than ${MAX_ATTRIBUTES} properties`)] : []),
  ];
};

const checkValues = (attributes: Json, field: string): Problem[] =>
  Object.entries(attributes)
    .filter(([, value]) => valueBytes(value) > MAX_ATTRIBUTE_VALUE_BYTES)
    .map(([name]) =>
      invalid(9, `${field}.${name}`, `property value cannot be longer than ${MAX_ATTRIBUTE_VALUE_BYTES} bytes`),
    );

/** Removal of an identifier (`email: null`) is not a claim; it is ignored here. */
const bodyIdentifiers = (input: Json): Identifier[] =>
  (['id', 'email', 'phone'] as const)
    .filter((kind) => isPresent(input[kind]))
    .map((kind) => ({ kind, value: String(input[kind]) }));

const checkIdentifiers = (input: Json, field: string): readonly Problem[] =>
  problemsOf(
    ...IDENTIFIERS.filter((key) => isPresent(input[key])).map((key) => parseId(input[key], `${field}.${key}`)),
  );

/** Parses what an identify call says of a person; `input` is v1's whole body, or v2's `attributes`. */
export const parsePersonAttributes = (input: unknown, field: string): Parsed<PersonAttributes> => {
  if (input !== undefined && !isJson(input)) {
    return refused(invalid(9, field, `must be an object; it came as ${shown(input)}`));
  }
  const body = input ?? {};
  const attributes = without(body, CONTROL);
  const problems = [
    ...checkNames(attributes, field),
    ...checkValues(attributes, field),
    ...checkIdentifiers(body, field),
    ...checkSeconds(body['created_at'], `${field}.created_at`),
    ...checkSeconds(body['_timestamp'], `${field}._timestamp`),
  ];
  return unless(problems, () => ({
    identifiers: bodyIdentifiers(body),
    ...(isPresent(body['anonymous_id']) ? { anonymousId: String(body['anonymous_id']) } : {}),
    updateOnly: body['_update'] === true,
    ...(body['_timestamp'] === undefined ? {} : { at: Number(body['_timestamp']) }),
    attributes: without(attributes, IDENTIFIERS),
  }));
};

/** Parses the attributes of an object or a relationship: other limits, no identifiers. */
export const parseObjectAttributes = (input: unknown, field: string): Parsed<Json> => {
  if (input !== undefined && !isJson(input)) {
    return refused(invalid(9, field, `must be an object; it came as ${shown(input)}`));
  }
  const attributes = input ?? {};
  const large = valueBytes(attributes) > MAX_OBJECT_ATTRIBUTES_BYTES;
  const problems = [
    ...checkNames(attributes, field),
    ...(large ? [invalid(9, field, `cannot be larger than ${MAX_OBJECT_ATTRIBUTES_BYTES} bytes`)] : []),
  ];
  return unless(problems, () => attributes);
};
