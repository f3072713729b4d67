import type { Page } from 'playwright';
import { holds, pause } from '../../../faults/wait.ts';
import type { Bundle } from '../bundle.ts';
import type { Collector } from '../collector.ts';
import { layGround, type Ground } from '../scene.ts';
import { trackSpaced } from '../track-spaced.ts';
import { createVisitor, type Visitor } from '../visitor.ts';
import { tallyOf, type Tally } from './tally.ts';

/** Events of one run. */
const EVENTS = 10;
const GAP_MS = 50;
/** A round trip to the collector, and one for a preflight. */
const ROUND_TRIP_MS = 50;
const SETTLED_MS = 1_000;
/** Copies that are still on their way come within this. */
const AFTERMATH_MS = 2_000;

/** One SDK's page, on which it has started and has told of the page. */
export interface Act {
  readonly collector: Collector;
  readonly page: Page;
  /** Tracks the run's events, each in a task of its own or all in one. */
  readonly track: (how?: 'in one task') => Promise<void>;
}

/** All SDKs in one browser, each on a site and with a collector of its own: the same fault meets them at the same time. */
export interface Stage {
  readonly visitor: Visitor;
  readonly acts: readonly Act[];
  /** Does the same with all of them at once. */
  readonly all: (task: (act: Act) => unknown) => Promise<void>;
}

/** One thing that goes wrong. */
export interface Row {
  readonly id: string;
  readonly title: string;
  /** The moment matters: nothing else runs at the same time. */
  readonly delicate?: true;
  /** Part of --quick. */
  readonly quick?: true;
  /** So long may a page that is still open take after the recovery, and so long the revisit. */
  readonly waitMs: number;
  /** Done with each page as soon as it is open. */
  readonly whenOpen?: (act: Act) => Promise<void>;
  /** Tracks the events and breaks things; when it returns, all is well again, and the pages are open, closed or dead. */
  readonly play: (stage: Stage) => Promise<void>;
}

/** An act with what its events came to. */
interface Part extends Act {
  readonly ground: Ground;
  readonly arrived: () => number;
  ids: string[];
  early: number;
}

const openPart = async (row: Row, ground: Ground, visitor: Visitor): Promise<Part> => {
  const { collector, shop } = ground;
  const page = await visitor.open(shop.url);
  const part: Part = {
    ground,
    collector,
    page,
    ids: [],
    early: 0,
    track: async (how) => {
      part.ids = await trackSpaced(page, row.id, EVENTS, how ? 0 : GAP_MS);
    },
    arrived: () => {
      const seen = new Set(collector.events.map(({ benchId }) => benchId));
      return part.ids.filter((id) => seen.has(id)).length;
    },
  };
  return part;
};

const waitFor = ({ arrived, ids }: Part, ms: number): Promise<boolean> =>
  holds(() => arrived() === ids.length, ms, 100);

/** What is open stays open until its events have come, or for the row's wait. */
const endFirstVisit = async (row: Row, part: Part): Promise<void> => {
  const { page } = part;
  const isOpen = !page.isClosed() && page.context().browser()?.isConnected();
  await waitFor(part, isOpen ? row.waitMs : AFTERMATH_MS);
  part.early = part.arrived();
  if (!isOpen) return;
  await pause(SETTLED_MS); // the answer to what has just come is still on its way
  await page.close();
};

const playOn = async (row: Row, grounds: readonly Ground[], visitor: Visitor): Promise<Tally[]> => {
  const parts: Part[] = [];
  for (const ground of grounds) {
    const part = await openPart(row, ground, visitor);
    parts.push(part);
    await row.whenOpen?.(part);
  }
  await pause(SETTLED_MS);
  const all: Stage['all'] = async (task) => void (await Promise.all(parts.map(task)));
  await row.play({ visitor, acts: parts, all });
  await Promise.all(parts.map((part) => endFirstVisit(row, part)));
  for (const { shop } of grounds) await trackSpaced(await visitor.open(shop.url), 'revisit', 1, 0);
  await Promise.all(parts.map((part) => waitFor(part, row.waitMs)));
  await pause(AFTERMATH_MS);
  return parts.map(({ ids, collector, early }) => tallyOf(ids, collector.events, early));
};

/** Plays a row for all SDKs, then lets the visitor come back to each once and track one more event. Tallies in the same order. */
export const playRow = async (row: Row, bundles: readonly Bundle[]): Promise<Tally[]> => {
  const visitor = await createVisitor();
  const grounds: Ground[] = [];
  try {
    for (const bundle of bundles) grounds.push(await layGround({ bundle, page: 'ready', delayMs: ROUND_TRIP_MS }));
    return await playOn(row, grounds, visitor);
  } finally {
    await visitor.close();
    for (const { close } of grounds) await close();
  }
};
