// Writes docs/events.md from the schemas (npm run docs:events); a test compares the two, so that the page stays true.
import { writeFileSync } from 'node:fs';
import { canonicalEvents, eventNames, planJsonSchema } from '../../dist/schema.js';

const schema = planJsonSchema();
const lineItem = schema.$defs.cart_viewed.properties.items.items;

const code = (text) => `\`${text}\``;
const list = (keys) => (keys.length ? keys.map(code).join(', ') : '–');

const kind = (property) => {
  const { type, description, anyOf, enum: values } = property;
  return (
    description ??
    (values
      ? values.map((value) => `"${value}"`).join(' or ')
      : anyOf
        ? 'one of several'
        : type === 'string'
          ? 'a string'
          : (type ?? 'anything'))
  );
};

const event = (name) => {
  const { required, expected, optional, oneOf } = canonicalEvents[name];
  const needs = [...Object.keys(required).map(code), ...(oneOf ? [oneOf.map(code).join(' or ')] : [])].join(', ');
  return `| ${code(name)} | ${needs || '–'} | ${list(Object.keys(expected))} | ${list(Object.keys(optional))} |`;
};

const property =
  (properties, required) =>
  ([key]) =>
    `| ${code(key)} | ${required.includes(key) ? 'required' : ''} | ${kind(properties[key])} |`;
const properties = ({ properties: all, required = [] }) => Object.entries(all).map(property(all, required)).join('\n');

const all = Object.assign({}, ...eventNames.map((name) => schema.$defs[name].properties));

export const eventsDoc = () => `# Events

This page is written from the schemas by \`npm run docs:events\`. The same as JSON Schema: \`cartline/plan.schema.json\`.

Names are snake_case and in the past tense: one name for one behaviour. **Required**: without it the message is refused
and stands in the quarantine, whole, with its reason. **Expected**: TypeScript asks for it, the relay accepts the message
without it and counts it as incomplete. Unknown keys are kept.

| event | required | expected | optional |
|---|---|---|---|
${eventNames.map(event).join('\n')}

Page views are messages of the type \`page\` with \`url\` (required), \`path\`, \`title\`, \`referrer\`.

\`items\` is the whole cart after the change, and may be empty; \`added\` and \`removed\` are what this event changed.
\`value\` is the sum of price × quantity over \`items\`; the client computes it when it is left out.

## Line item

| key | | what it is |
|---|---|---|
${properties(lineItem)}

\`name\`, \`price\`, \`category\` and \`sku\` are expected.

## Properties

| key | | what it is |
|---|---|---|
${Object.keys(all)
  .sort()
  .map((key) => property(all, [])([key]))
  .join('\n')}

## Events of your own

\`\`\`ts
import { definePlan } from 'cartline/schema';
import * as v from 'valibot'; // or zod, arktype: any Standard Schema

const plan = definePlan({ events: { quiz_finished: v.object({ skin_type: v.string() }) } });
\`\`\`

Give the plan to the relay, and its type to the client: \`createCartline<typeof plan>({ … })\`. An event that nobody
declared is accepted and counted, unless its name is nearly a canonical one (\`aded_to_cart\`): that is refused with
"did you mean". Names that are known elsewhere, such as \`add_to_cart\` and "Product Added", are [understood](normalisation.md). \`unknownEvents\` changes this: \`accept\`, \`quarantine\`, \`quarantine_similar\`.
`;

if (process.argv[1]?.endsWith('events-doc.mjs'))
  writeFileSync(new URL('../../docs/events.md', import.meta.url), eventsDoc());
