import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

/** What the three have in common: the calls of the Segment spec. */
export interface Calls {
  readonly track: (message: object) => void;
  readonly identify: (message: object) => void;
  readonly page: (message: object) => void;
  readonly group: (message: object) => void;
  readonly alias: (message: object) => void;
}

/** One real SDK, pointed at a relay. */
export interface Sdk {
  readonly calls: Calls;
  /** Sends all that is left; rejects when the SDK reports an error. */
  readonly finish: () => Promise<void>;
}

export interface SdkOptions {
  readonly url: string;
  readonly key: string;
  /** Messages of a batch, at most. */
  readonly flushAt: number;
}

/** As the package's own users import it. */
const load = async (name: string): Promise<Record<string, unknown>> => {
  const path = createRequire(import.meta.url).resolve(name);
  return (await import(pathToFileURL(path).href)) as Record<string, unknown>;
};

interface SegmentLike extends Calls {
  readonly closeAndFlush: (options: { timeout: number }) => Promise<unknown>;
  readonly on: (event: 'error', listener: (error: unknown) => void) => void;
}
type NewSegment = new (options: object) => SegmentLike;

const LONG_MS = 20_000;

const segmentLike =
  (name: string) =>
  async ({ url, key, flushAt }: SdkOptions): Promise<Sdk> => {
    const { Analytics } = (await load(name)) as { Analytics: NewSegment }; // the documented export
    const options = { writeKey: key, host: url, maxEventsInBatch: flushAt, flushInterval: LONG_MS, maxRetries: 1 };
    const sdk = new Analytics({ ...options, ...(name.startsWith('@segment') && { flushAt }) });
    const errors: unknown[] = [];
    sdk.on('error', (error) => errors.push(error));
    const finish = async (): Promise<void> => {
      await sdk.closeAndFlush({ timeout: LONG_MS });
      if (errors.length > 0) throw new Error(`${name}: ${JSON.stringify(errors[0])}`);
    };
    return { calls: sdk, finish };
  };

interface Rudder extends Calls {
  readonly flush: () => Promise<unknown>;
  readonly queue: readonly unknown[];
}
type NewRudder = new (key: string, options: object) => Rudder;

const rudderstack = async ({ url, key, flushAt }: SdkOptions): Promise<Sdk> => {
  const module = await load('@rudderstack/rudder-sdk-node');
  const exported = module['default'] as NewRudder | { default: NewRudder }; // CommonJS under ESM: one default in another
  const Analytics = typeof exported === 'function' ? exported : exported.default;
  const errors: unknown[] = [];
  const sdk = new Analytics(key, {
    ...{ dataPlaneUrl: url, flushAt, flushInterval: LONG_MS, retryCount: 0, logLevel: 'silly' },
    errorHandler: (error: unknown) => errors.push(error),
  });
  const finish = async (): Promise<void> => {
    do await sdk.flush();
    while (sdk.queue.length > 0);
    if (errors.length > 0) throw new Error(`rudder-sdk-node: ${String(errors[0])}`);
  };
  return { calls: sdk, finish };
};

/** By package name. */
export const sdks: Readonly<Record<string, (options: SdkOptions) => Promise<Sdk>>> = {
  '@segment/analytics-node': segmentLike('@segment/analytics-node'),
  '@rudderstack/rudder-sdk-node': rudderstack,
  '@customerio/cdp-analytics-node': segmentLike('@customerio/cdp-analytics-node'),
};
