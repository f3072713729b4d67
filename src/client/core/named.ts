import type { Answer } from '../../schema.ts';
import { attempt } from './attempt.ts';
import type { Reply, Row } from './ports.ts';

/**
 * Which rows of a request its answer names: stored, or refused for good. A captive portal's page or a bare 200 names
 * nobody, and lets nothing be forgotten; where `ack` is "status", any 2xx names all.
 */
export const named = (
  { code, text }: Reply,
  rows: readonly Row[],
  ack?: 'answer' | 'status',
): readonly [done: readonly Row[], refused: readonly Row[]] => {
  const isOk = /^2/.test(`${code}`);
  const { accepted, duplicates, rejected } = ((isOk && attempt(() => JSON.parse(text) as unknown)) ||
    {}) as Partial<Answer>;
  const among = (...lists: unknown[]): Row[] => {
    const names = JSON.stringify(lists);
    return rows.filter(({ id }) => names.includes(`"${id}"`));
  };
  return [isOk && ack === 'status' ? rows : among(accepted, duplicates), among(rejected)];
};
