import { bytesOf, MAX_ID_BYTES } from './limits.ts';
import { invalid, isJson, parsed, refused, required, shown, unless, type Parsed, type Problem } from './problem.ts';

export interface Identifier {
  readonly kind: 'id' | 'email' | 'phone' | 'cio_id';
  readonly value: string;
}

const CIO_PREFIX = 'cio_';
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const E164 = /^\+[1-9]\d{6,14}$/;
/** What `encodeURIComponent` may leave or produce. A bare "@", "+" or space in the path is a caller that forgot it. */
const ENCODED_SEGMENT = /^(?:[\w.~!'()*-]|%[\da-f]{2})+$/i;

/** A segment of the path as it was meant; undefined when an escape in it is broken. */
export const decodeSegment = (segment: string): string | undefined => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined; // the caller says what a broken escape means for it
  }
};

/** v1 infers the kind of the identifier from its shape; a phone number counts as an id. */
const byShape = (value: string): Identifier => {
  if (value.startsWith(CIO_PREFIX)) return { kind: 'cio_id', value: value.slice(CIO_PREFIX.length) };
  return { kind: EMAIL.test(value) ? 'email' : 'id', value };
};

/** The identifier in the path of a v1 request, as it stands in the URL. */
export const parsePathIdentifier = (segment: string): Parsed<Identifier> => {
  const value = decodeSegment(segment);
  if (!value) return refused(invalid(11, 'identifier', `must be percent-encoded; it came as ${segment}`));
  if (bytesOf(value) > MAX_ID_BYTES) return refused(tooLong(9, 'identifier'));
  return parsed(byShape(value));
};

export const isPercentEncoded = (segment: string): boolean => ENCODED_SEGMENT.test(segment);

const tooLong = (statement: number, field: string): Problem =>
  invalid(statement, field, `cannot be longer than ${MAX_ID_BYTES} bytes`);

/** An id in a body. Customer.io takes numbers too and keeps them as text. */
export const parseId = (value: unknown, field: string): Parsed<string> => {
  if (value === undefined || value === '') return refused(required(30, field));
  if (typeof value !== 'string' && typeof value !== 'number') {
    return refused(invalid(30, field, 'must be a string or a number'));
  }
  return unless(bytesOf(String(value)) > MAX_ID_BYTES ? [tooLong(9, field)] : [], () => String(value));
};

const parsePhone = (value: string, field: string): Parsed<Identifier> =>
  unless(
    E164.test(value) ? [] : [invalid(30, field, `must be a phone number in E.164; it came as ${shown(value)}`)],
    () => ({
      kind: 'phone',
      value,
    }),
  );

const isKind = (key: string, kinds: readonly Identifier['kind'][]): key is Identifier['kind'] =>
  (kinds as readonly string[]).includes(key);

/** An object that must hold exactly one of `kinds`. `statement` names the rule for "exactly one". */
export const parseIdentifiers = (
  input: unknown,
  field: string,
  kinds: readonly Identifier['kind'][] = ['id', 'email', 'phone', 'cio_id'],
  statement = 30,
): Parsed<Identifier> => {
  if (input === undefined) return refused(required(statement, field));
  const keys = isJson(input) ? Object.keys(input) : [];
  const [kind] = keys;
  if (!isJson(input) || kind === undefined || keys.length > 1 || !isKind(kind, kinds)) {
    const came = isJson(input) ? keys.join(', ') || 'nothing' : shown(input);
    return refused(invalid(statement, field, `must hold exactly one of ${kinds.join(', ')}; it came with ${came}`));
  }
  const value = parseId(input[kind], `${field}.${kind}`);
  if (!value.ok) return value;
  return kind === 'phone' ? parsePhone(value.value, `${field}.phone`) : parsed({ kind, value: value.value });
};
