import type { WireEvent } from '../wire.ts';
import { total } from '../statistics.ts';

/** What became of the events of one run, or of several. */
export interface Tally {
  readonly sent: number;
  readonly lost: number;
  /** Came again under another id: no receiver can know. */
  readonly doubled: number;
  /** Came again under the same id: a receiver that compares ids drops them. */
  readonly copies: number;
  /** Came only with the next visit. */
  readonly late: number;
}

export const tallyOf = (ids: readonly string[], events: readonly WireEvent[], early: number): Tally => {
  let lost = 0;
  let doubled = 0;
  let copies = 0;
  for (const id of ids) {
    const arrivals = events.filter(({ benchId }) => benchId === id);
    const names = new Set(arrivals.map(({ messageId }) => messageId)).size;
    if (!names) lost++;
    else {
      doubled += names - 1;
      copies += arrivals.length - names;
    }
  }
  return { sent: ids.length, lost, doubled, copies, late: ids.length - lost - early };
};

export const sumOf = (tallies: readonly Tally[]): Tally => {
  const sum = (of: (tally: Tally) => number): number => total(tallies.map(of));
  return {
    sent: sum(({ sent }) => sent),
    lost: sum(({ lost }) => lost),
    doubled: sum(({ doubled }) => doubled),
    copies: sum(({ copies }) => copies),
    late: sum(({ late }) => late),
  };
};

export const isHeld = ({ lost, doubled }: Tally): boolean => !lost && !doubled;
