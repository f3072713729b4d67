import type { HeldMessage } from './relay-view.ts';
import { holds } from './wait.ts';
import { labelIn } from './wire.ts';
import type { World } from './world.ts';

/** The destination is taken to have everything that it gets when nothing came for so long. */
const QUIET_MS = 12_000;
const LONGEST_DELIVERY_MS = 90_000;
/** So long the relay waits for a message that is missing between two of the same tab (delivery.md §2). */
const GAP_MS = 5_000;
/** The relay cannot tell a request that was long on its way from a clock that is slow: two tabs are put in order this well. */
const LATENCY_MS = 2_000;

/** How often the destination shows each label. */
const applied = ({ customerio, tracked }: World): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const { timeline } of customerio.persons()) {
    for (const { kind, data } of timeline) {
      const label = kind === 'identify' ? undefined : labelIn(data);
      if (label !== undefined && tracked.has(label)) counts.set(label, (counts.get(label) ?? 0) + 1);
    }
  }
  return counts;
};

/** Waits until the destination has everything that the relay holds, or gets no more; how often it shows each label. */
export const awaitDestination = async (world: World): Promise<Map<string, number>> => {
  const { view, tracked, verdict } = world;
  const wanted = [...view.held.keys()].filter(
    (label) => ['track', 'page'].includes(tracked.get(label) ?? '') && !verdict.mayStayHeld.has(label),
  );
  let [seen, since] = [-1, Date.now()];
  let counts = new Map<string, number>();
  // Looked at only when something came: to list all persons often would take the time that the stand-in needs to answer.
  const isDone = (): boolean => {
    const requests = world.customerio.requests().filter(({ status }) => status > 0).length;
    if (requests === seen) return Date.now() - since > QUIET_MS;
    [seen, since, counts] = [requests, Date.now(), applied(world)];
    return wanted.every((label) => counts.has(label));
  };
  await holds(isDone, LONGEST_DELIVERY_MS, 100);
  return applied(world);
};

/** Labels in the order in which the destination got them, each where it came first. */
const arrivals = ({ customerio, tracked }: World): string[] => {
  const items = customerio
    .requests()
    .filter(({ status }) => status >= 200 && status < 300)
    .flatMap(({ body }) => (body as { batch?: unknown[] } | undefined)?.batch ?? [body]); // API v2's batches
  const labels = items.map(labelIn).filter((label) => label !== undefined && tracked.has(label));
  return [...new Set(labels as string[])]; // filtered above
};

/**
 * `a` belongs before `b` in their lane, and the relay had it in time to say so: in one tab it sees a gap and waits; of
 * another tab's message it cannot know before it has come.
 */
const belongsBefore = (a: HeldMessage, b: HeldMessage): boolean => {
  if (a.anonymousId !== b.anonymousId) return false;
  if (a.seq && a.seq[0] === b.seq?.[0]) return a.seq[1] < b.seq[1] && a.receivedAt <= b.receivedAt + GAP_MS;
  return a.occurredAt + LATENCY_MS < b.occurredAt && a.receivedAt < b.receivedAt;
};

const ofOneTab = (a: HeldMessage, b: HeldMessage): boolean => a.seq?.[0] === b.seq?.[0];

/**
 * Pairs that the destination got in the wrong order, as "later before earlier". A person comes before what they did
 * before they were known, so that only an event can be too early. Where a page has a clock of its own, its hours are
 * seconds to the relay, and no two tabs can be compared.
 */
export const outOfOrder = (world: World): string[] => {
  const comparable = world.shop.options.clockMs === undefined ? () => true : ofOneTab;
  const came = arrivals(world).flatMap((label) => {
    const message = world.view.message(label);
    return message ? [{ label, message }] : [];
  });
  return came.flatMap(({ label, message }, i) => {
    if (world.tracked.get(label) === 'identify') return [];
    const earlier = came
      .slice(i + 1)
      .find((one) => comparable(one.message, message) && belongsBefore(one.message, message));
    return earlier ? [`${label} before ${earlier.label}`] : [];
  });
};
