import type { Plan } from '../schema.ts';
import { createAdmitTrusted, type AdmitTrusted } from './intake/admit-trusted.ts';
import type { OrdersFrom } from './intake/orders.ts';
import type { Logger } from './logger.ts';
import type { ReplayOptions } from './replay/create-replay.ts';
import { createSources, type Sources } from './sources/create-sources.ts';
import type { Misunderstood, SourcesOptions } from './sources/ports.ts';
import type { Source } from './sources/source.ts';
import type { RelayStore } from './store/store.ts';

/** What ties the sources of a relay to its rooms. */
export interface ConnectOptions {
  readonly sources: readonly Source[];
  readonly store: RelayStore;
  readonly plan: Plan;
  readonly ordersFrom: OrdersFrom;
  readonly onPrivacy?: SourcesOptions['onPrivacy'];
  readonly onStored: () => void;
  readonly logger: Logger;
  /** Unix milliseconds. */
  readonly now: () => number;
}

/** The sources, and the way in for what stands in the quarantine because of them. */
export interface Connected {
  readonly sources: Sources;
  /** Takes a message or a delivery of a source once more; anything else goes the way it came. */
  readonly admitAgain: (otherwise: ReplayOptions['admit']) => ReplayOptions['admit'];
}

const quarantineIn =
  (store: RelayStore): SourcesOptions['quarantine'] =>
  async ({ source, deliveryId, receivedAt, path, reason, body }: Misunderstood) => {
    const entry = { source, receivedAt, messageId: deliveryId, body, code: 'invalid_message', path, reason } as const;
    await store.append({ messages: [], quarantined: [entry], dropped: [] });
  };

const messageAgain =
  (admit: AdmitTrusted, now: () => number) =>
  async (source: string, body: unknown): ReturnType<ReplayOptions['admit']> => {
    const message = body as Readonly<Record<string, unknown>>; // intake looks at it as at any other
    const { rejected } = await admit(source, [{ message }], now());
    const refusal = rejected[0];
    return refusal ? { status: 'refused', message: refusal.message } : { status: 'accepted' };
  };

/** Connects the sources; undefined where there are none. Throws a TypeError when the store keeps no deliveries. */
export const connectSources = (options: ConnectOptions): Connected | undefined => {
  const { store, logger, now, onPrivacy } = options;
  if (options.sources.length === 0) return undefined;
  if (!store.deliveries)
    throw new TypeError('createRelay: sources: this store keeps no deliveries; expected one that does, such as SQLite');
  const admit = createAdmitTrusted(options);
  const sources = createSources({
    ...{ sources: options.sources, deliveries: store.deliveries, admit, quarantine: quarantineIn(store) },
    ...{ onPrivacy, logger, now },
  });
  const again = messageAgain(admit, now);
  return {
    sources,
    admitAgain: (otherwise) => (source, body) =>
      sources.mapAgain(source, body) ?? (sources.isSource(source) ? again(source, body) : otherwise(source, body)),
  };
};
