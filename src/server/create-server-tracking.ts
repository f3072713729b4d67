import type { Answer, CanonicalEvents, Traits } from '../schema.ts';
import { sendPatiently, type SendOptions } from './send-patiently.ts';

/** Where the relay is, and how patient to be. */
export interface ServerTrackingOptions extends SendOptions {
  /** Address of the relay: "https://relay.shop.example". */
  readonly relay: string;
  /** A secret key of the relay (`kind: 'server'`); never in a page. */
  readonly serverKey: string;
}

/** Whom a message is about: any of these. */
export interface About {
  /** The visitor, as `getAnonymousId` reads it from the request. */
  readonly anonymousId?: string | undefined;
  /** The shop's own customer id. */
  readonly userId?: string | undefined;
  readonly email?: string | undefined;
  /** E.164, such as "+4915112345678". */
  readonly phone?: string | undefined;
  /** When it happened: a Date, Unix milliseconds or ISO 8601. Default: now. */
  readonly at?: Date | number | string | undefined;
  /** The same fact under the same id is told once. Default: of an order its id, else a new one. */
  readonly messageId?: string | undefined;
}

/** What became of a message. Failure is data: nothing here throws into the shop's request. */
export type Told =
  | { readonly status: 'accepted' | 'duplicate' }
  /** The relay keeps it in its quarantine, with the reason. */
  | { readonly status: 'rejected'; readonly code: string; readonly path: string; readonly message: string }
  /** It has not arrived: the relay is away or refuses the key. Tell it again, or log it. */
  | { readonly status: 'failed'; readonly message: string };

/** Tells one event. Events of the shop's own plan are taken too. */
export type TrackServer = <N extends string>(
  event: N,
  properties: N extends keyof CanonicalEvents ? CanonicalEvents[N] : Readonly<Record<string, unknown>>,
  about: About,
) => Promise<Told>;

export interface ServerTracking {
  readonly trackServer: TrackServer;
  /** Tells facts about a person; with `anonymousId` the visitor becomes that person. */
  readonly identifyServer: (traits: Traits, about: About) => Promise<Told>;
}

const textAt = (record: Readonly<Record<string, unknown>>, key: string): string | undefined => {
  const value = record[key];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
};

/** One message for one order, one refund: whoever tells it twice has told it once. */
const idOf = (event: string, properties: Readonly<Record<string, unknown>>): string => {
  const order = event.startsWith('order_') ? textAt(properties, 'order_id') : undefined;
  const parts = [event, order, textAt(properties, 'refund_id')].filter((part) => part !== undefined);
  return order === undefined ? crypto.randomUUID() : parts.join(':');
};

const timeOf = (at: About['at']): string => {
  const time = new Date(at ?? Date.now());
  return Number.isNaN(time.getTime()) ? String(at) : time.toISOString(); // what is no time the relay names
};

const envelopeOf = ({ anonymousId, userId, email, phone, at }: About): Record<string, unknown> => ({
  timestamp: timeOf(at),
  ...(anonymousId && { anonymousId }),
  ...(userId && { userId }),
  ...((email ?? phone) && { context: { traits: { ...(email && { email }), ...(phone && { phone }) } } }),
});

const toldBy = ({ accepted, rejected }: Answer): Told => {
  const [refusal] = rejected;
  if (!refusal) return { status: accepted.length > 0 ? 'accepted' : 'duplicate' };
  const { code, path, message } = refusal;
  return { status: 'rejected', code, path, message };
};

/**
 * Creates the two calls that a shop's own server needs. Both wait for the relay's answer, which comes when the message is on
 * disk, and try again while the relay is away, under the same id. They never throw.
 *
 * @example
 * export const { trackServer } = createServerTracking({ relay: process.env.CARTLINE_RELAY, serverKey: process.env.CARTLINE_KEY });
 * await trackServer('order_completed', { order_id, items, total, currency }, { anonymousId: getAnonymousId(request), email });
 */
export const createServerTracking = (options: ServerTrackingOptions): ServerTracking => {
  const { relay, serverKey } = options;
  if (!/^https?:\/\//.test(relay))
    throw new TypeError(
      `createServerTracking: relay: "${relay}" came; expected an address such as "https://relay.shop.example"`,
    );
  if (!serverKey)
    throw new TypeError('createServerTracking: serverKey: nothing came; expected a key of kind "server" of the relay');
  const url = `${relay.replace(/\/+$/, '')}/v1/batch`;

  const tell = async (message: Record<string, unknown>): Promise<Told> => {
    const body = JSON.stringify({ batch: [message], sentAt: new Date().toISOString() });
    const sent = await sendPatiently(url, { authorization: `Basic ${btoa(`${serverKey}:`)}` }, body, options);
    return sent.ok ? toldBy(sent.answer) : { status: 'failed', message: sent.message };
  };

  return {
    trackServer: (event, properties, about) => {
      const messageId = about.messageId ?? idOf(event, properties);
      return tell({ type: 'track', event, messageId, properties, ...envelopeOf(about) });
    },
    identifyServer: (traits, about) => {
      const { email, phone } = about;
      const all = { ...(email && { email }), ...(phone && { phone }), ...traits };
      const messageId = about.messageId ?? crypto.randomUUID();
      return tell({
        type: 'identify',
        messageId,
        ...envelopeOf({ ...about, email: undefined, phone: undefined }),
        traits: all,
      });
    },
  };
};
