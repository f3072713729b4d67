import type { Result } from './run.ts';
import { statements } from './statements.ts';

const cell = (value: number): string => value.toLocaleString('en-US');

/** Statements × checks × violations, as Markdown. */
export const statementTable = ({ tally }: Result): string => {
  const rows = statements.map(([number, api, text]) => {
    const { checks, violations } = tally.of(number);
    return `| ${number} | ${api} | ${text} | ${cell(checks)} | ${cell(violations)} |`;
  });
  const { checks, violations } = tally.of('openapi');
  const openapi = `| – | Track, Pipelines | every request is what the OpenAPI file says | ${cell(checks)} | ${cell(violations)} |`;
  return ['| # | API | statement | checks | violations |', '|--:|---|---|--:|--:|', ...rows, openapi].join('\n');
};

/** What became of the messages at each form of each destination. */
export const targetTable = ({ byTarget }: Result): string => {
  const rows = [...byTarget].map(([name, { delivered, refused, retried }]) => {
    const all = [...refused.values()].reduce((sum, count) => sum + count, 0);
    return `| ${name} | ${cell(delivered)} | ${cell(all)} | ${cell(retried)} |`;
  });
  return ['| destination | delivered | refused with a reason | attempts again |', '|---|--:|--:|--:|', ...rows].join(
    '\n',
  );
};

/** Why messages were refused: all of these are ours to refuse. */
export const refusals = ({ byTarget }: Result): readonly string[] => [
  ...new Set([...byTarget.values()].flatMap(({ refused }) => [...refused.keys()])),
];

/** Everything that did not hold; empty after a good run. */
export const failures = ({ tally }: Result): readonly string[] => {
  const all = [...statements.map(([number]) => number), 'openapi' as const];
  const unchecked = all.filter((statement) => tally.of(statement).checks === 0);
  const violated = all.filter((statement) => tally.of(statement).violations > 0);
  return [
    ...unchecked.map((statement) => `statement ${statement} was never checked`),
    ...violated.map((statement) => `statement ${statement} was violated ${tally.of(statement).violations} times`),
    ...(violated.length > 0 ? tally.first() : []),
  ];
};
