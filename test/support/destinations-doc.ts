// Writes the examples of docs/destinations.md from the mappings' own (npm run docs:destinations); a test compares the two.
import { readFileSync, writeFileSync } from 'node:fs';
import { eventExamples } from '../../src/relay/destinations/customerio-track/event-examples.ts';
import { personExamples } from '../../src/relay/destinations/customerio-track/person-examples.ts';
import { pipelinesExamples } from '../../src/relay/destinations/customerio-pipelines/examples.ts';
import { rudderstackExamples } from '../../src/relay/destinations/rudderstack/examples.ts';
import { segmentExamples } from '../../src/relay/destinations/segment-compatible/examples.ts';

interface Example {
  readonly title: string;
  readonly in: object;
  readonly out: unknown;
}

const examples: Readonly<Record<string, readonly Example[]>> = {
  'customerio-track': [...personExamples, ...eventExamples],
  'customerio-pipelines': pipelinesExamples,
  rudderstack: rudderstackExamples,
  'segment-compatible': segmentExamples,
};

const SHOWN_CHARACTERS = 80;

/** Long texts and lists stand in the examples for their length only. */
const shortened = (_name: string, value: unknown): unknown => {
  if (typeof value === 'string' && value.length > SHOWN_CHARACTERS)
    return `${value.slice(0, 20)}… (${value.length} characters)`;
  return Array.isArray(value) && value.length > 10 ? `a list of ${value.length}` : value;
};

const json = (value: unknown): string => JSON.stringify(value, shortened) ?? 'nothing of its own';

/** What comes in, without what the relay writes beside it. */
const came = (input: object): unknown => {
  if ('stored' in input) return (input.stored as { message: unknown }).message;
  if (!('person' in input)) return input;
  const { id: _id, version: _version, changedAt: _changedAt, ...person } = input.person as Record<string, unknown>;
  return person;
};

const example = ({ title, in: input, out }: Example): string =>
  `- ${title}\n\n  \`\`\`text\n  in   ${json(came(input))}\n${(Array.isArray(out) ? out : [out]).map((item) => `  out  ${json(item)}`).join('\n')}\n  \`\`\``;

const BLOCK = /(<!-- examples: (\S+) -->\n)[\s\S]*?(\n<!-- end of examples -->)/g;

export const DOC = new URL('../../docs/destinations.md', import.meta.url);

/** The page with its examples as the code has them. */
export const withExamples = (page: string): string =>
  page.replaceAll(BLOCK, (_all, begin: string, name: string, end: string) => {
    const own = examples[name];
    if (!own) throw new Error(`docs/destinations.md: there are no examples called ${name}`);
    return `${begin}\n${own.map(example).join('\n\n')}\n${end}`;
  });

if (import.meta.main) writeFileSync(DOC, withExamples(readFileSync(DOC, 'utf8')));
