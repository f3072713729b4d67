import type { Page } from 'playwright';
import { holds, pause } from '../../../faults/wait.ts';
import type { Bundle } from '../bundle.ts';
import { inScene, type Scene } from '../scene.ts';
import { trackSpaced } from '../track-spaced.ts';
import { tallyOf, type Tally } from './tally.ts';

/** Events of one run. */
const EVENTS = 10;
const GAP_MS = 50;
/** A round trip to the collector, and one for a preflight. */
const ROUND_TRIP_MS = 50;
const SETTLED_MS = 1_000;
/** Copies that are still on their way come within this. */
const AFTERMATH_MS = 2_000;

/** A page of the shop on which the SDK has started and has told of the page. */
export interface Stage extends Omit<Scene, 'open'> {
  readonly page: Page;
  /** Tracks the run's events, each in a task of its own or all in one. */
  readonly track: (how?: 'in one task') => Promise<void>;
}

/** One thing that goes wrong. */
export interface Row {
  readonly id: string;
  readonly title: string;
  /** Timing matters: few others run at the same time. */
  readonly delicate?: true;
  /** Part of --quick. */
  readonly quick?: true;
  /** So long may the page that is still open take after the recovery, and so long the revisit. */
  readonly waitMs: number;
  /** Tracks the events and breaks things; when it returns, all is well again, and the page is open, closed or dead. */
  readonly play: (stage: Stage) => Promise<void>;
}

const arrivedOf = ({ collector }: Scene, ids: readonly string[]): number => {
  const seen = new Set(collector.events.map(({ benchId }) => benchId));
  return ids.filter((id) => seen.has(id)).length;
};

/** Plays a row for one SDK, then lets the visitor come back once and track one more event. */
export const playRow = (row: Row, bundle: Bundle): Promise<Tally> =>
  inScene({ bundle, page: 'ready', delayMs: ROUND_TRIP_MS }, async (scene) => {
    const { visitor, collector, shop } = scene;
    const page = await scene.open();
    await pause(SETTLED_MS);
    let ids: string[] = [];
    const track: Stage['track'] = async (how) => {
      ids = await trackSpaced(page, row.id, EVENTS, how ? 0 : GAP_MS);
    };
    await row.play({ bundle, collector, shop, visitor, page, track });

    const haveCome = (): boolean => arrivedOf(scene, ids) === ids.length;
    const isOpen = !page.isClosed() && page.context().browser()?.isConnected();
    await holds(haveCome, isOpen ? row.waitMs : AFTERMATH_MS, 100);
    const early = arrivedOf(scene, ids);
    if (isOpen) await page.close();

    const revisit = await scene.open();
    await trackSpaced(revisit, 'revisit', 1, 0);
    await holds(haveCome, row.waitMs, 100);
    await pause(AFTERMATH_MS);
    return tallyOf(ids, collector.events, early);
  });
