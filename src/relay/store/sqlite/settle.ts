import type { LaneResult, MessageResult } from '../store.ts';
import { forgetAbsorbed, wakeAbsorber } from './absorbed.ts';
import { hastenErasure, settleErasure } from './erasures.ts';
import { refreshLane } from './lanes.ts';
import type { Tables } from './tables.ts';

const write = ({ sql }: Tables, destination: string, result: MessageResult, now: number): number => {
  const where = `where destination = ? and seq = ? and state = 'pending'`;
  const { seq } = result;
  switch (result.status) {
    case 'done':
      return sql.run(`update outbox set state = 'delivered', reason = null, next_at = 0 ${where}`, destination, seq);
    case 'dead':
      return sql.run(
        `update outbox set state = 'dead', reason = ?, next_at = 0 ${where}`,
        result.reason,
        destination,
        seq,
      );
    case 'retry':
      return sql.run(
        `update outbox set reason = ?, next_at = ?, attempts = attempts + ?,
           failing_since = coalesce(failing_since, ?) ${where}`,
        result.reason,
        result.at,
        Number(result.countsAsAttempt),
        result.countsAsAttempt ? now : null,
        destination,
        seq,
      );
  }
};

const settleMessage = (tables: Tables, destination: string, result: MessageResult, now: number): void => {
  if (!write(tables, destination, result, now)) return;
  tables.sql.run('update messages set revision = ? where seq = ?', tables.nextRevision(), result.seq);
};

/** Writes the results of one lane; false, with nothing written, when another has leased the lane since. */
const settleLane = (tables: Tables, destination: string, result: LaneResult, now: number): boolean => {
  const { sql } = tables;
  const { lane, token, person, notBefore } = result;
  const isOurs = sql.run(
    'update lanes set leased_until = 0, not_before = ? where destination = ? and lane = ? and token = ?',
    notBefore ?? 0,
    destination,
    lane,
    token,
  );
  if (!isOurs) {
    hastenErasure(tables, destination, lane, now);
    return false;
  }
  if (person) {
    sql.run(
      'update lanes set delivered_version = ?, memory = ?, link_at = coalesce(link_offered_at, link_at) where destination = ? and lane = ?',
      person.version,
      JSON.stringify(person.memory),
      destination,
      lane,
    );
    forgetAbsorbed(tables, destination, lane, person.absorbed ?? []);
  }
  result.messages.forEach((message) => settleMessage(tables, destination, message, now));
  settleErasure(tables, destination, result);
  if (result.erased?.status !== 'done') refreshLane(tables, destination, lane);
  wakeAbsorber(tables, destination, lane);
  return true;
};

/** The work of one settle, to be done within a transaction; returns the lanes whose token was stale. */
export const settleLanes = (
  tables: Tables,
  destination: string,
  results: readonly LaneResult[],
  now: number,
): readonly string[] =>
  results.filter((result) => !settleLane(tables, destination, result, now)).map(({ lane }) => lane);
