import type { Draft, Group, Sum } from './draft.ts';

/** History younger than this goes as state only, unless a destination says otherwise. */
const RECENT_MS: number = 96 * 3_600_000;

/** What a file holds. Counts by name; money in whole minor units by currency; Unix ms. */
export interface Tally {
  readonly rows: number;
  readonly groups: number;
  readonly messages: ReadonlyMap<string, number>;
  readonly asState: number;
  readonly paid: ReadonlyMap<string, number>;
  readonly refunded: ReadonlyMap<string, number>;
  readonly skipped: ReadonlyMap<string, number>;
  readonly refused: ReadonlyMap<string, number>;
  readonly refusedRows: number;
  readonly notes: ReadonlyMap<string, number>;
  readonly attributes: ReadonlySet<string>;
  readonly first?: number;
  readonly last?: number;
}

export interface TallyBook {
  readonly add: (group: Group, draft: Draft) => void;
  readonly close: () => Tally;
}

const MAX_NAMES = 200;

/** Counts by name; names that come from the file cannot grow without end. */
const bump = (counts: Map<string, number>, name: string, by = 1): void => {
  const known = counts.has(name) || counts.size < MAX_NAMES ? name : 'others';
  counts.set(known, (counts.get(known) ?? 0) + by);
};

type Ready = Extract<Draft, { kind: 'ready' }>;

/** Counts what becomes of each group. */
export const createTally = (now: number): TallyBook => {
  const counts = {
    messages: new Map<string, number>(),
    paid: new Map<string, number>(),
    refunded: new Map<string, number>(),
    skipped: new Map<string, number>(),
    refused: new Map<string, number>(),
    notes: new Map<string, number>(),
    attributes: new Set<string>(),
  };
  const numbers = { rows: 0, groups: 0, asState: 0, refusedRows: 0 };
  let first: number | undefined;
  let last: number | undefined;

  const addSum = ({ currency, paidMinor, refundedMinor, cancelled }: Sum): void => {
    if (cancelled) return;
    bump(counts.paid, currency, paidMinor);
    bump(counts.refunded, currency, refundedMinor);
  };

  const addReady = ({ messages, at, sum, notes, attributes }: Ready): void => {
    messages.forEach((message) => {
      bump(counts.messages, message.event ?? message.type);
      if (message.type === 'track' && now - Date.parse(message.timestamp) < RECENT_MS) numbers.asState += 1;
    });
    first = Math.min(first ?? at, at);
    last = Math.max(last ?? at, at);
    if (sum) addSum(sum);
    notes.forEach((note) => bump(counts.notes, note));
    attributes.forEach((name) => counts.attributes.size < MAX_NAMES && counts.attributes.add(name));
  };

  return {
    add: ({ rows }, draft) => {
      numbers.rows += rows.length;
      numbers.groups += 1;
      if (draft.kind === 'ready') return addReady(draft);
      bump(counts[draft.kind], draft.code);
      if (draft.kind === 'refused') numbers.refusedRows += rows.length;
    },
    close: () => ({
      ...counts,
      ...numbers,
      ...(first !== undefined && { first }),
      ...(last !== undefined && { last }),
    }),
  };
};
