import { findings, table, type RowResult } from './report.ts';
import { unwinnable } from './unwinnable.ts';

/** docs/fault-matrix.md, from the results of a run. */
export const documentOf = (results: readonly RowResult[], args: readonly string[], now: Date = new Date()): string => {
  const broken = findings(results);
  return `# The fault matrix in real browsers

Written by \`node test/faults/main.ts ${args.join(' ')}\` on ${now.toISOString().slice(0, 10)}.
${table(results)}
${broken.join('\n')}
${unwinnable.length}
`;
};
