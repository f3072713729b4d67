import type { TimelineEntry } from './model.ts';
import type { PersonRecord } from './people.ts';

/** An anonymous id: its own activity until a person claims it. It is never claimed by a second person. */
export interface VisitorRecord {
  readonly anonymousId: string;
  timeline: TimelineEntry[];
  claim?: { readonly person: PersonRecord; readonly at: number };
}

export interface Visitors {
  all(): readonly VisitorRecord[];
  /** The visitor of this id, new when unknown. */
  open(anonymousId: string): VisitorRecord;
  claimedBy(person: PersonRecord): readonly VisitorRecord[];
  /** After a merge: what one person claimed is the other's. */
  handOver(from: PersonRecord, to: PersonRecord): void;
}

export const createVisitors = (): Visitors => {
  const visitors = new Map<string, VisitorRecord>();
  const claimedBy = (person: PersonRecord): VisitorRecord[] =>
    [...visitors.values()].filter(({ claim }) => claim?.person === person);

  return {
    all: () => [...visitors.values()],
    open: (anonymousId) => {
      const visitor = visitors.get(anonymousId) ?? { anonymousId, timeline: [] };
      visitors.set(anonymousId, visitor);
      return visitor;
    },
    claimedBy,
    handOver: (from, to) => {
      for (const visitor of claimedBy(from)) visitor.claim = { person: to, at: visitor.claim?.at ?? 0 };
    },
  };
};
