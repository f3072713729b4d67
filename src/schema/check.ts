import type { StandardSchemaV1 } from '@standard-schema/spec';
import * as v from 'valibot';
import { expectedKeys, isEventName, oneOfKeys, wireSchema, type EventName } from './events.ts';
import { expectedOfLineItem } from './line-item.ts';
import { limits } from './limits.ts';
import { message, messageTypes, type Message } from './message.ts';
import type { Plan } from './plan.ts';
import type { RejectionCode } from './batch.ts';
import { shownJson } from './shown.ts';
import { similarEventName } from './similar.ts';

/** What is wrong with a message: a stable code, a JSON pointer, and a sentence that says what came and what was expected. */
export interface Problem {
  readonly code: RejectionCode;
  readonly path: string;
  readonly message: string;
}

/** The message is as the plan wants it; `incomplete` lists the expected keys that it came without. */
export type Checked =
  | { readonly ok: true; readonly message: Message; readonly incomplete: readonly string[] }
  | { readonly ok: false; readonly problem: Problem };

const shown = (value: unknown): string => (value === undefined ? 'without' : `as ${shownJson(value)}`);

const pointer = (keys: readonly PropertyKey[]): string =>
  keys.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

const dotted = (keys: readonly PropertyKey[]): string =>
  keys.reduce<string>(
    (path, key) => (typeof key === 'number' ? `${path}[${key}]` : path ? `${path}.${String(key)}` : String(key)),
    '',
  );

type AnySchema = v.GenericSchema & { entries?: v.ObjectEntries; item?: AnySchema; wrapped?: AnySchema };

/** Walks the schema along the path, to what its author wrote as the expectation of that place. */
const expectation = (schema: AnySchema, keys: readonly PropertyKey[]): string | undefined => {
  const inner = schema.wrapped ?? schema;
  const [key, ...rest] = keys;
  if (key === undefined) return v.getDescription(inner) ?? inner.expects;
  const next = typeof key === 'number' ? inner.item : inner.entries?.[String(key)];
  return next && expectation(next, rest); // entries of a schema are schemas
};

const problem = (subject: string, root: string, schema: AnySchema, issue: v.BaseIssue<unknown>): Problem => {
  const keys = (issue.path ?? []).map(({ key }) => key as PropertyKey); // objects and arrays have no other keys
  const value = issue.path?.length ? issue.path[issue.path.length - 1]?.value : issue.input;
  const code = value === undefined ? 'missing_property' : issue.kind === 'schema' ? 'wrong_type' : 'wrong_value';
  const expected = expectation(schema, keys) ?? issue.expected ?? 'another value';
  const where = dotted(keys) || root.slice(1) || 'an object';
  return {
    code,
    path: `${root}${pointer(keys)}`,
    message: `${subject} needs ${where}: ${expected}; it came ${shown(value)}`,
  };
};

const fail = (code: RejectionCode, path: string, text: string): Checked => ({
  ok: false,
  problem: { code, path, message: text },
});

const checkCanonical = (name: EventName, properties: Record<string, unknown>): Problem | undefined => {
  const schema = wireSchema(name);
  const result = v.safeParse(schema, properties, { abortPipeEarly: true });
  if (result.success) return undefined;
  const [issue] = result.issues;
  const keys = oneOfKeys(name);
  if (issue.type === 'check' && keys) {
    const text = `${name} needs ${keys.join(' or ')}: a non-empty string; it came without either`;
    return { code: 'missing_property', path: `/properties/${keys[0] ?? ''}`, message: text };
  }
  return problem(name, '/properties', schema, issue); // a pipe of an object schema keeps its entries
};

const standardPath = (issue: StandardSchemaV1.Issue): PropertyKey[] =>
  (issue.path ?? []).map((part) => (typeof part === 'object' ? part.key : part));

const checkCustom = (name: string, schema: StandardSchemaV1, properties: unknown): Problem | undefined => {
  const result = schema['~standard'].validate(properties);
  if (result instanceof Promise) {
    const text = `the plan's schema of ${name} is asynchronous; a plan needs schemas that answer at once`;
    return { code: 'wrong_value', path: '/properties', message: text };
  }
  const issue = result.issues?.[0];
  if (!issue) return undefined;
  const keys = standardPath(issue);
  return {
    code: 'wrong_value',
    path: `/properties${pointer(keys)}`,
    message: `${name}: ${dotted(keys)}: ${issue.message}`,
  };
};

const checkUnknown = (name: string, plan: Plan): Problem | undefined => {
  const similar = similarEventName(name);
  if (plan.unknownEvents === 'accept') return undefined;
  if (plan.unknownEvents === 'quarantine_similar' && !similar) return undefined;
  const way = similar ? `did you mean "${similar}"?` : `declare it with definePlan({ events: { ${name}: … } })`;
  return { code: 'unknown_event', path: '/event', message: `the plan has no event "${name}": ${way}` };
};

const lacks = (value: unknown, keys: readonly string[], prefix: string): string[] =>
  keys.filter((key) => (value as Record<string, unknown>)[key] === undefined).map((key) => prefix + key); // checked objects only

const incompleteKeys = (name: EventName, properties: Record<string, unknown>): string[] => {
  const items = Array.isArray(properties['items']) ? properties['items'] : [];
  const ofItems = new Set(items.flatMap((item) => lacks(item, expectedOfLineItem, 'items.')));
  return [...lacks(properties, expectedKeys(name), ''), ...ofItems];
};

const utf8 = new TextEncoder();

const checkTrack = (name: string, properties: Record<string, unknown>, plan: Plan): Problem | undefined => {
  const bytes = utf8.encode(name).length;
  if (bytes > limits.eventNameBytes) {
    const text = `event needs at most ${limits.eventNameBytes} bytes; it came with ${bytes}`;
    return { code: 'too_large', path: '/event', message: text };
  }
  if (isEventName(name)) return checkCanonical(name, properties);
  const custom = Object.hasOwn(plan.events, name) ? plan.events[name] : undefined;
  return custom ? checkCustom(name, custom, properties) : checkUnknown(name, plan);
};

const typeOf = (input: unknown): unknown => (input as { type?: unknown } | null)?.type; // any object may have one

/** By type: the variant would try its options one by one for every message. */
const schemas: ReadonlyMap<unknown, (typeof message)['options'][number]> = new Map(
  message.options.map((option) => [option.entries.type.literal, option]),
);

/**
 * Checks one message of a batch against the contract and the plan. Never throws.
 * @param input anything that `JSON.parse` gives.
 */
export const checkMessage = (input: unknown, plan: Plan): Checked => {
  const type = typeOf(input);
  if (!messageTypes.includes(type as Message['type'])) {
    return fail(
      'invalid_message',
      '/type',
      `a message needs type: one of ${messageTypes.join(', ')}; it came ${shown(type)}`,
    );
  }
  const schema = schemas.get(type) ?? message;
  const parsed = v.safeParse(schema, input, { abortEarly: true, abortPipeEarly: true });
  if (!parsed.success) return { ok: false, problem: problem(String(type), '', schema, parsed.issues[0]) };
  const checked = parsed.output;
  if (checked.type !== 'track') return { ok: true, message: checked, incomplete: [] };
  const properties = checked.properties ?? {};
  const found = checkTrack(checked.event, properties, plan);
  if (found) return { ok: false, problem: found };
  return {
    ok: true,
    message: checked,
    incomplete: isEventName(checked.event) ? incompleteKeys(checked.event, properties) : [],
  };
};
