import { isRecord } from '../record.ts';
import { createSourceLoop, type SourceLoop } from './create-loop.ts';
import type { SourceState } from '../store/deliveries.ts';
import type { SourcesOptions } from './ports.ts';
import { createProcessing } from './process-delivery.ts';
import { createReceiving, refuseDelivery } from './receive-delivery.ts';
import type { Source } from './source.ts';

/** All sources of a relay: their front doors, and the loops behind them. */
export interface Sources {
  /** Answers a request below /sources/. Every path ends in a Response. */
  readonly receive: (request: Request) => Promise<Response>;
  /** Begins to take what waits. The store must be open. */
  readonly start: () => void;
  /** Takes nothing new (503); resolves when what is under way has ended. */
  readonly stop: () => Promise<void>;
  readonly state: () => Promise<readonly SourceState[]>;
  readonly isSource: (name: string) => boolean;
  /** Maps a delivery of the quarantine once more; undefined when that body is none. */
  readonly mapAgain: (source: string, body: unknown) => Promise<Remapped> | undefined;
}

/** What came of mapping a delivery once more. */
export type Remapped = { readonly status: 'accepted' } | { readonly status: 'refused'; readonly message: string };

interface Door {
  readonly source: Source;
  readonly receive: (request: Request, path: string) => Promise<Response>;
  readonly loop: SourceLoop;
  readonly process: ReturnType<typeof createProcessing>;
  readonly refusals: { count: number; reason?: string };
}

const PREFIX = '/sources/';
const FORGOTTEN = 'the delivery is not there any more; it was purged, or forgotten with its person';

/** What stands behind the prefix, wherever the relay is mounted. Names have no characters that would be escaped. */
const pathBehind = (pathname: string): string =>
  pathname.slice(pathname.indexOf(PREFIX) + PREFIX.length).replace(/\/+$/, '');

const openDoor = (source: Source, options: SourcesOptions): Door => {
  const { deliveries, logger, now } = options;
  const refusals: Door['refusals'] = { count: 0 };
  const process = createProcessing(source, options);
  const loop = createSourceLoop({ source: source.name, deliveries, process, logger, now });
  const onRefused = (reason: string): void => {
    refusals.count += 1;
    refusals.reason = reason;
  };
  const receive = createReceiving(source, { deliveries, logger, now, onKept: loop.wake, onRefused });
  return { source, receive, loop, process, refusals };
};

const checkNames = (sources: readonly Source[]): void => {
  const names = sources.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw new TypeError(
      `sources: two are called "${twice}"; give one of them another "name", which is also its address`,
    );
};

/** Creates the sources of a relay. Throws a TypeError when two have one name. */
export const createSources = (options: SourcesOptions): Sources => {
  checkNames(options.sources);
  const doors = options.sources.map((source) => openDoor(source, options));
  const underWay = new Set<Promise<unknown>>();
  let isOpen = true;

  /** The longest name that the path begins with: "custom/erp" beside "custom". */
  const doorAt = (path: string): Door | undefined =>
    doors
      .filter(({ source: { name } }) => path === name || path.startsWith(`${name}/`))
      .sort((a, b) => b.source.name.length - a.source.name.length)[0];

  const known = (): string => doors.map(({ source }) => `${PREFIX}${source.name}`).join(', ') || 'none';

  const receive = async (request: Request): Promise<Response> => {
    const path = pathBehind(new URL(request.url).pathname);
    const door = doorAt(path);
    if (!door) return refuseDelivery(404, 'unknown_source', `there is no such source; there are: ${known()}`);
    if (request.method !== 'POST')
      return refuseDelivery(405, 'method_not_allowed', `${PREFIX}${door.source.name} takes POST`, { allow: 'POST' });
    if (!isOpen)
      return refuseDelivery(503, 'stopping', 'the relay is about to stop; send it again', { 'retry-after': '5' });
    const work = door.receive(request, path.slice(door.source.name.length + 1));
    underWay.add(work);
    return work.finally(() => underWay.delete(work));
  };

  const stateOf = async ({ source: { name }, refusals }: Door): Promise<SourceState> => ({
    ...(await options.deliveries.numbers(name)),
    path: `${PREFIX}${name}`,
    refused: refusals.count,
    ...(refusals.reason !== undefined && { refusedFor: refusals.reason }),
  });

  const again = async ({ source, process }: Door, deliveryId: string): Promise<Remapped> => {
    const delivery = await options.deliveries.find(source.name, deliveryId);
    if (!delivery) return { status: 'refused', message: FORGOTTEN };
    const result = await process(delivery);
    await options.deliveries.settle(result);
    if (result.state === 'failed') return { status: 'refused', message: result.reason ?? 'it cannot be mapped' };
    return { status: 'accepted' };
  };

  return {
    receive,
    start: () => doors.forEach(({ loop }) => loop.wake()),
    stop: async () => {
      isOpen = false;
      await Promise.allSettled(underWay);
      await Promise.all(doors.map(({ loop }) => loop.stop()));
    },
    state: () => Promise.all(doors.map(stateOf)),
    isSource: (name) => doors.some(({ source }) => source.name === name),
    mapAgain: (name, body) => {
      const door = doors.find(({ source }) => source.name === name);
      if (!door || !isRecord(body) || body['type'] !== 'delivery') return undefined;
      return again(door, String(body['deliveryId']));
    },
  };
};
