import type { Tables } from './tables.ts';

/**
 * Moves along what waits for a moment of the clock as it was. Those moments are about `byMs` ahead at least; what was chosen
 * since is nearer, and stays.
 */
export const moveWithClock = ({ sql }: Tables, byMs: number, now: number): void => {
  const farAhead = now + byMs / 2;
  sql.run(`update outbox set next_at = next_at - ? where state = 'pending' and next_at > ?`, byMs, farAhead);
  for (const column of ['not_before', 'leased_until', 'due_at'])
    sql.run(`update lanes set ${column} = ${column} - ? where ${column} > ?`, byMs, farAhead);
};
