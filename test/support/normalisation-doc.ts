// Writes docs/normalisation.md from the tables and examples in src/relay/normalise (npm run docs:normalisation); a test compares the two.
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { format, resolveConfig } from 'prettier';
import {
  aliasesOfEvent,
  eventAliases,
  lineItemAliases,
  propertyAliases,
  traitAliases,
  type KeyAliases,
} from '../../src/relay/normalise/aliases.ts';
import { normaliseExamples, type NormaliseExample } from '../../src/relay/normalise/examples.ts';
import { moneySources } from '../../src/relay/normalise/money.ts';

const file = new URL('../../docs/normalisation.md', import.meta.url);

const code = (text: string): string => `\`${text}\``;
const list = (names: readonly string[]): string => names.map(code).join(', ');
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const keyRows = (aliases: KeyAliases): string[][] =>
  Object.entries(aliases).map(([key, names]) => [code(key), list(names)]);

const ofEvents = Object.entries(aliasesOfEvent).flatMap(([event, aliases]) =>
  Object.entries(aliases).map(([key, names]) => [code(event), code(key), list(names)]),
);

const integers = { major: 'major units', minor: 'minor units of the currency', hundredths: 'hundredths' } as const;
const decimals = { '.': 'a point', ',': 'a comma', either: 'either, where it can be read in one way only' } as const;

const json = (value: unknown): string => `\`\`\`json\n${JSON.stringify(value, undefined, 1)}\n\`\`\``;

const example = ({ title, money, in: given, out }: NormaliseExample): string => {
  const declared = money ? `The key says \`money: '${money}'\`.\n\n` : '';
  const became = 'refused' in out ? `Refused: ${code(out.refused)}.` : `becomes\n\n${json(out)}`;
  return `### ${title}\n\n${declared}${json(given)}\n\n${became}`;
};

const text = (): string => `# Normalisation

This page is written from the tables and examples of \`src/relay/normalise\` by \`npm run docs:normalisation\`; the examples are
also the tests.

What comes under other names or in other forms becomes canonical at the relay, before it is checked: Segment's,
RudderStack's and GA4's vocabulary is understood as far as it says what an event needs. Each use is counted as **drift**, by source: what came, what it became, how
often, when last. The table stands on the activity page and in \`stats.drift\` of \`/activity/feed.json\`; names and forms only,
never a value. Canonical messages come out as they went in. What cannot be read stands in the quarantine, as it came, with a
reason that names the property, what came and what was expected.

## Event names

Names are compared without regard to case, spaces and punctuation: "Product Added" stands for \`product_added\` and
\`ProductAdded\`. An event that the plan declares is never taken for another.

${table(
  ['event', 'also'],
  Object.entries(eventAliases).map(([event, aliases]) => [
    code(event),
    aliases.map(({ name, step }) => (step ? `${code(name)} (step ${code(step)})` : code(name))).join(', '),
  ]),
)}

## Property names

Any spelling of a key stands for it (\`productId\`, "Product ID"). The canonical name wins; what came beside it stays as it is.

Of every event:

${table(['key', 'also'], keyRows(propertyAliases))}

Of some events:

${table(['event', 'key', 'also'], ofEvents)}

Of a line item, and of the one product in \`product_viewed\` and Segment's Product Added:

${table(['key', 'also'], keyRows(lineItemAliases))}

Of a person (\`traits\`):

${table(['key', 'also'], keyRows(traitAliases))}

## Shapes

- \`items\`, \`added\`, \`removed\` that come as a text are parsed.
- One product, flat in the properties of Product Added or Product Removed, becomes \`added\` or \`removed\`.
- When an addition does not know the whole cart (Product Added, GA4's \`add_to_cart\`), the added lines stand for \`items\`, and
  \`items_partial: true\` says so. A removal without \`items\` is refused: nobody knows what is left.
- \`order_id\` of a Checkout Started that names neither cart nor checkout is its \`checkout_id\`.
- \`coupon\` becomes \`discount_codes\`, a list. Ids that come as numbers become texts, counts that come as texts numbers.
  \`null\` is left out.
- \`cart_id\` loses Shopify's \`gid://shopify/Cart/\` and everything from \`?\` on: the key there is a secret.
- \`value\` that was left out is Σ price × quantity; \`revenue\` is total − shipping − tax. Sums are made of whole minor units,
  by the digits of the currency (JPY 0, KWD 3). Another \`value\` is kept, and counted as a mismatch.

## Times

ISO 8601 with any offset, Unix seconds and Unix milliseconds, as number or text, become ISO 8601 in UTC. Without a zone it is
taken as UTC.

## Money

Numbers are major units: 49.5. Texts lose their signs, codes and groups: "$49.00", "49,00 €", "1.234,56", "EUR 1 234". What can
be read in two ways, such as "1.234", is refused, unless the key names its form:

${table(
  ['`money` of the key', 'whole numbers are', 'decimals stand behind'],
  Object.entries(moneySources).map(([name, form]) => [code(name), integers[form.integers], decimals[form.decimals]]),
)}

\`{ amount, currencyCode }\` and \`{ centAmount, fractionDigits, currencyCode }\` are read under every form, and tell the
currency where the message does not. A form holds for all that comes with the key.

## When the plan changes

\`\`\`ts
definePlan({
  version: '2',
  renamed: {
    events: { 'Basket Filled': { to: 'added_to_cart', dualSendUntil: '2027-01-31' } },
    properties: { product_viewed: { shade: { to: 'variant', dualSendUntil: '2027-01-31' } } },
  },
});
\`\`\`

The old name stays an alias. Until \`dualSendUntil\` destinations get it beside the new one: a renamed event as a second
message under the old name (\`<messageId>~<old name>\`), a renamed property beside the new one. \`context.plan\` that is
another version than the relay's is counted as drift.

## Examples

${normaliseExamples.map(example).join('\n\n')}
`;

/** The text of docs/normalisation.md, as prettier writes it. */
export const normalisationDoc = async (): Promise<string> =>
  format(text(), { ...(await resolveConfig(file)), parser: 'markdown' });

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) writeFileSync(file, await normalisationDoc());
