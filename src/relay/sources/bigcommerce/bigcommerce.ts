import { isRecord } from '../../record.ts';
import { compact, type Values } from '../compact.ts';
import { idAt, numberAt, recordAt, requiredId, textAt } from '../fields.ts';
import { buyerIdentified, orderCancelled, orderCompleted } from '../order-messages.ts';
import { bytesOf, hmacOf, isSignedBy, isToken, secretsOf, type Secrets } from '../signature.ts';
import {
  forged,
  genuine,
  ignored,
  messages,
  type Mapped,
  type RawDelivery,
  type Source,
  type Verification,
} from '../source.ts';
import { createApi } from './api.ts';
import { bigcommerceOrder } from './order.ts';

export interface BigcommerceOptions {
  /** The app's client secret (signed webhooks), or a token of your own that stands as `X-Cartline-Token` among the webhook's headers. */
  readonly secret: Secrets;
  /** Of https://store-<hash>.mybigcommerce.com. */
  readonly storeHash: string;
  /** Of an API account that may read orders: the webhooks only name them. */
  readonly accessToken: string;
  /** Another server, for tests and proxies. */
  readonly baseUrl?: string;
  /** Its address is /sources/<name>. Default "bigcommerce". */
  readonly name?: string;
  /** Of one request. Default 10,000. */
  readonly timeoutMs?: number;
  readonly fetch?: typeof fetch;
}

/** Standard Webhooks repeats for a few days; an older one is somebody's recording. */
const TOLERANCE_MS = 72 * 3_600_000;
/** Orders that are none: incomplete, declined. */
const notPlaced: ReadonlySet<number> = new Set([0, 6]);
const CANCELLED = 5;

const signedBy = async ({ raw, headers, now }: RawDelivery, secrets: readonly string[]): Promise<Verification> => {
  const [id, time] = [headers.get('webhook-id') ?? '', headers.get('webhook-timestamp') ?? ''];
  const sign = (secret: string): Promise<string> => hmacOf(secret, bytesOf(`${id}.${time}.`, raw), 'base64');
  const all = (headers.get('webhook-signature') ?? '').split(' ').flatMap((one) => one.split(',')[1] ?? []);
  const right = await Promise.all(all.map((one) => isSignedBy(one, secrets, sign)));
  if (!right.includes(true)) return forged('the signature is wrong (webhook-signature)');
  const isFresh = Math.abs(now - Number(time) * 1000) <= TOLERANCE_MS;
  return isFresh ? genuine : forged('it was signed more than three days ago (webhook-timestamp)');
};

const verify = (delivery: RawDelivery, secrets: readonly string[]): Promise<Verification> | Verification => {
  if (delivery.headers.get('webhook-signature') !== null) return signedBy(delivery, secrets);
  return isToken(delivery.headers.get('x-cartline-token'), secrets)
    ? genuine
    : forged('the signature and the token are missing or wrong (webhook-signature, X-Cartline-Token)');
};

const parse = (raw: Uint8Array): Values => {
  try {
    const body: unknown = JSON.parse(new TextDecoder().decode(raw));
    return isRecord(body) ? body : {};
  } catch {
    return {}; // said when it is mapped
  }
};

/** The order that a delivery names, and the cart that it was where it says so. */
const namedIn = (body: Values): { readonly orderId: string; readonly cartId?: string } => {
  const data = recordAt(body, 'data');
  if (textAt(body, 'scope') !== 'store/cart/converted') return { orderId: requiredId(data, 'id', 'data.id') };
  return { orderId: requiredId(data, 'orderId', 'data.orderId'), ...compact({ cartId: idAt(data, 'id') }) };
};

const scopes: ReadonlySet<string> = new Set([
  'store/cart/converted',
  'store/order/created',
  'store/order/updated',
  'store/order/statusUpdated',
]);

/**
 * BigCommerce's webhooks `store/cart/converted` and `store/order/*`. They name an order and nothing of it, so the relay
 * asks the store's API, with patience when that is away.
 *
 * @example
 * sources: [bigcommerce({ secret: process.env.BC_CLIENT_SECRET, storeHash: 'abc123', accessToken: process.env.BC_TOKEN })]
 */
export const bigcommerce = (options: BigcommerceOptions): Source => {
  const { name = 'bigcommerce', storeHash, accessToken, timeoutMs = 10_000 } = options;
  const secrets = secretsOf('bigcommerce', options.secret);
  const baseUrl = (options.baseUrl ?? `https://api.bigcommerce.com/stores/${storeHash}`).replace(/\/+$/, '');
  const ask = createApi({ baseUrl, accessToken, timeoutMs, fetch: options.fetch ?? ((url, init) => fetch(url, init)) });

  const map = async (body: Values, receivedAt: number): Promise<Mapped> => {
    const { orderId, cartId } = namedIn(body);
    const fetched = await ask(orderId);
    if (fetched.status === 'away') return { kind: 'later', reason: fetched.reason };
    if (fetched.status === 'missing') return ignored(`the store has no order ${orderId}`);
    const status = numberAt(fetched.order, 'status_id') ?? 0;
    if (notPlaced.has(status)) return ignored(`the order is "${textAt(fetched.order, 'status') ?? status}"`);
    const order = bigcommerceOrder(fetched.order, fetched.products, cartId);
    if (status === CANCELLED) return messages(orderCancelled({ orderId, at: receivedAt, buyer: order.buyer }));
    return messages(orderCompleted(order), ...buyerIdentified(order));
  };

  return {
    name,
    tellsOrders: true,
    secrets: [...secrets, accessToken],
    verify: (delivery) => verify(delivery, secrets),
    describe: ({ raw, headers }) => ({
      id: headers.get('webhook-id') ?? undefined,
      topic: textAt(parse(raw), 'scope') ?? 'unknown',
    }),
    toMessages: ({ topic, body, receivedAt }) =>
      scopes.has(topic) ? map(body, receivedAt) : ignored(`the scope "${topic}" says nothing that is used`),
  };
};
