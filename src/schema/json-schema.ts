import { toJsonSchema } from '@valibot/to-json-schema';
import { canonicalEvents, eventNames, oneOfKeys, wireSchema } from './events.ts';
import { message } from './message.ts';
import type { GenericSchema } from 'valibot';

const convert = (schema: GenericSchema): Record<string, unknown> => {
  const { $schema: _, ...rest } = toJsonSchema(schema, { errorMode: 'ignore', target: 'draft-2020-12' });
  return rest;
};

/** `oneOf` keys are a check in valibot, which JSON Schema says as anyOf required. */
const eventSchema = (name: (typeof eventNames)[number]): Record<string, unknown> => {
  const keys = oneOfKeys(name);
  const properties = convert(wireSchema(name));
  const anyOf = keys && { anyOf: keys.map((key) => ({ required: [key] })) };
  return { ...properties, ...anyOf, 'x-expected': Object.keys(canonicalEvents[name].expected) };
};

/**
 * The canonical plan as JSON Schema 2020-12, for other languages: a message, and under `$defs` the properties of each event.
 * `x-expected` lists the keys whose absence is counted, not refused.
 */
export const planJsonSchema = (): Record<string, unknown> => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Cartline message',
  ...convert(message),
  allOf: eventNames.map((name) => ({
    if: { properties: { type: { const: 'track' }, event: { const: name } }, required: ['type', 'event'] },
    then: { properties: { properties: { $ref: `#/$defs/${name}` } }, required: ['properties'] },
  })),
  $defs: Object.fromEntries(eventNames.map((name) => [name, eventSchema(name)])),
});
