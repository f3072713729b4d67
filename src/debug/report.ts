import type { Section } from './facts.ts';
import { nameOf, summaryOf } from './summary.ts';
import { problemKinds } from './problems.ts';
import type { Snapshot } from './snapshot.ts';

const MOST_EVENTS = 30;

const lines = (sections: readonly Section[]): string[] =>
  sections.flatMap(({ title, facts, empty }) => [
    `### ${title}`,
    ...(facts[0] ? facts.map(({ label, value }) => `- ${label}: ${value}`) : [empty ?? '']),
  ]);

/** Addresses of people do not belong into a ticket: "j…@example.com". */
const maskEmails = (text: string): string => text.replace(/([^\s"'@])[^\s"'@]*@(?=[\w-]+\.)/g, '$1…@');

/** Everything that the panel shows, as Markdown for a ticket. `page` is the page's address, without its parameters. */
export const reportOf = (
  { now, status, problems, entries, visitor, outbox, cart }: Snapshot,
  page: string,
  agent: string,
): string =>
  maskEmails(
    [
      '# Cartline debug report',
      `- Page: ${page}`,
      `- Time: ${new Date(now).toISOString()}`,
      `- Cartline: ${__VERSION__}`,
      `- Browser: ${agent}`,
      `- Status: ${status.text}`,
      '## Problems',
      ...problems.map(({ code, detail, count }) => `- ${code} (${problemKinds[code].level}, ${count} ×): ${detail}`),
      '## Visitor',
      ...lines(visitor),
      '## Outbox',
      ...lines(outbox),
      '## Cart',
      ...lines(cart),
      '## Events',
      ...entries
        .slice(0, MOST_EVENTS)
        .map(({ at, body, state, why }) =>
          [new Date(at).toISOString(), state, nameOf(body), summaryOf(body), why].filter(Boolean).join(' | '),
        ),
    ].join('\n'),
  );
