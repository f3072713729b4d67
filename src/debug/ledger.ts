import type { Answer, DropReason } from '../schema.ts';
import { checkBody } from './check-message.ts';
import type { Finding } from './problems.ts';
import { objectOf, parseJson, textOf, type Loose } from './read-json.ts';
import type { OutboxView } from './read-outbox.ts';

/** `memory`: storage did not take it, so it goes from memory. `given_up` says why. */
export type EntryState = 'queued' | 'memory' | 'sending' | 'accepted' | 'given_up';

/** One message, and how far it is. */
export interface Entry {
  readonly id: string;
  readonly text: string;
  readonly body: Loose;
  /** When it happened: Unix ms. */
  readonly at: number;
  readonly state: EntryState;
  readonly why?: string | undefined;
  readonly findings: readonly Finding[];
}

/** An entry as it outlives the page. */
export type KeptEntry = Pick<Entry, 'id' | 'text' | 'state' | 'why'>;

export interface Ledger {
  /** A message was queued. */
  readonly add: (id: string, text: string) => Entry;
  /** The relay named messages. */
  readonly settle: (answer: Answer) => void;
  /** Messages were given up; which ones, the next look at the outbox shows. */
  readonly dropped: (reason: DropReason) => void;
  /** The client could not write to storage: what is not there may still be in memory. */
  readonly storageRefused: () => void;
  /** What the outbox held; `askedAt` is when it was looked at, `undefined` that there is none. */
  readonly compare: (view: OutboxView | undefined, askedAt: number) => void;
  /** Newest first. */
  readonly list: () => readonly Entry[];
  readonly keep: () => readonly KeptEntry[];
}

/** A lease of the client holds this long. Milliseconds. */
const LEASE_MS = 8_000;
/** Entries that are kept in the list. */
const MOST_ENTRIES = 200;
/** Entries that go on to the next page of this tab. */
const MOST_KEPT = 40;
/** What is not in storage after this was sent, or never got there. Milliseconds. */
const SETTLED_MS = 1_500;

const reasons: Readonly<Record<DropReason, string>> = {
  rejected: 'The relay refused it for good; it stands in the quarantine there.',
  expired: 'It was older than 14 days, and one more attempt failed.',
  no_room: 'There was no room in the outbox.',
  consent: 'Analytics consent was denied before it was sent.',
  unserialisable: 'It could not become JSON.',
  too_large: 'It was larger than 32,000 bytes.',
};

const isSettled = ({ state }: Entry): boolean => state === 'accepted' || state === 'given_up';

const entryOf = ({ id, text, state, why }: KeptEntry, now: number): Entry => {
  const body = objectOf(parseJson(text));
  const at = Date.parse(textOf(body['timestamp']) ?? '') || now;
  return { id, text, body, at, state, why, findings: checkBody(body) };
};

const isLeased = (leasedAt: number, now: number): boolean => leasedAt <= now && leasedAt > now - LEASE_MS;

export const createLedger = (now: () => number, kept: readonly KeptEntry[] = []): Ledger => {
  const entries = new Map<string, Entry>();
  const addedAt = new Map<string, number>();
  const seen = new Set<string>();
  let isStorageRefused = false;
  let lastDrop: { readonly reason: DropReason; readonly at: number } | undefined;

  const put = (entry: Entry): Entry => {
    if (!entries.has(entry.id)) addedAt.set(entry.id, now());
    entries.set(entry.id, entry);
    for (const id of entries.keys()) {
      if (entries.size <= MOST_ENTRIES) break;
      entries.delete(id);
      addedAt.delete(id);
    }
    return entry;
  };

  /** Nothing that is settled becomes unsettled, and nothing is replaced by the same. */
  const change = (id: string, state: EntryState, why?: string): void => {
    const entry = entries.get(id);
    if (!entry || isSettled(entry) || (entry.state === state && entry.why === why)) return;
    entries.set(id, { ...entry, state, why });
  };

  const add = (id: string, text: string, state: EntryState = 'queued', why?: string): Entry =>
    entries.get(id) ?? put(entryOf({ id, text, state, why }, now()));

  const reasonNear = (time: number): DropReason | undefined =>
    lastDrop && lastDrop.at > time - SETTLED_MS * 2 ? lastDrop.reason : undefined;

  /** It was in the outbox, or should have been, and is there no more. */
  const goneFrom = (id: string, askedAt: number): void => {
    const reason = reasonNear(askedAt);
    if (reason === 'no_room' || reason === 'consent') return change(id, 'given_up', reasons[reason]);
    if ((addedAt.get(id) ?? askedAt) >= askedAt - SETTLED_MS) return;
    change(id, isStorageRefused && !seen.has(id) ? 'memory' : 'accepted');
  };

  for (const entry of kept) put(entryOf(entry, now()));

  return {
    add: (id, text) => add(id, text),
    settle: ({ accepted, duplicates, rejected }) => {
      for (const id of [...accepted, ...duplicates]) change(id, 'accepted');
      for (const { messageId, message } of rejected) change(messageId ?? '', 'given_up', message);
    },
    dropped: (reason) => {
      lastDrop = { reason, at: now() };
    },
    storageRefused: () => {
      isStorageRefused = true;
    },
    compare: (view, askedAt) => {
      if (!view) {
        for (const [id, at] of addedAt) if (at < askedAt - SETTLED_MS) change(id, 'memory');
        return;
      }
      const there = new Set(view.rows.map(({ id }) => id));
      for (const { id, body, leasedAt } of view.rows) {
        add(id, body);
        seen.add(id);
        change(id, isLeased(leasedAt, askedAt) ? 'sending' : 'queued');
      }
      for (const text of view.buried) {
        const id = textOf(objectOf(parseJson(text))['messageId']) ?? '';
        const why = reasons[reasonNear(askedAt) === 'expired' ? 'expired' : 'rejected'];
        add(id, text, 'given_up', why);
        change(id, 'given_up', why);
        there.add(id);
      }
      if (!view.more) for (const id of entries.keys()) if (!there.has(id)) goneFrom(id, askedAt);
    },
    list: () => [...entries.values()].sort((a, b) => (a.id < b.id ? 1 : -1)),
    keep: () => [...entries.values()].slice(-MOST_KEPT).map(({ id, text, state, why }) => ({ id, text, state, why })),
  };
};
