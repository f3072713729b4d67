import { pause } from '../../../faults/wait.ts';
import type { Bundle } from '../bundle.ts';
import type { Traffic } from '../collector.ts';
import { inScene } from '../scene.ts';
import { trackSpaced } from '../track-spaced.ts';

/** What a visit of 20 events (and the page view) puts on the wire. */
export interface Visit extends Traffic {
  readonly events: number;
  readonly arrived: number;
}

const CLICKS = 5;
const EVENTS_PER_CLICK = 4;
const GAP_MS = 250;
const READING_MS = 3_000;
const ROUND_TRIP_MS = 50;
/** The events and the page view. */
export const VISIT_MESSAGES: number = CLICKS * EVENTS_PER_CLICK + 1;

export const measureVisit = (bundle: Bundle): Promise<Visit> =>
  inScene({ bundle, page: 'ready', delayMs: ROUND_TRIP_MS }, async ({ collector, open }) => {
    const page = await open();
    for (let click = 0; click < CLICKS; click++) {
      await pause(READING_MS);
      await trackSpaced(page, `v${click}`, EVENTS_PER_CLICK, GAP_MS);
    }
    await pause(READING_MS);
    await page.close();
    await pause(READING_MS);
    const arrived = new Set(collector.events.map(({ benchId }) => benchId)).size;
    return { ...collector.traffic, events: CLICKS * EVENTS_PER_CLICK, arrived };
  });
