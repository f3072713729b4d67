import type { FeedEntry } from '../store/store.ts';
import { listOf, numberOf, objectOf, short, textOf, type Loose } from './read.ts';

const NAME_CHARACTERS = 40;
const ID_CHARACTERS = 12;

const digitsOf = (currency: string): number => {
  try {
    return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    return 2; // no currency at all: shown as most are
  }
};

const money = (amount: unknown, currency: unknown): string | undefined => {
  const value = numberOf(amount);
  const code = textOf(currency) ?? '';
  return value === undefined ? undefined : short(`${value.toFixed(digitsOf(code))} ${code}`.trim(), 24);
};

const id = (kind: string, value: unknown): string | undefined => {
  const text = textOf(value);
  return text === undefined ? undefined : `${kind} ${short(text, ID_CHARACTERS)}`;
};

const quoted = (value: unknown): string | undefined => {
  const text = textOf(value);
  return text === undefined ? undefined : short(text, NAME_CHARACTERS);
};

const count = (items: unknown): string | undefined => {
  if (!Array.isArray(items)) return undefined;
  const pieces = listOf(items).reduce((sum, { quantity }) => sum + (numberOf(quantity) ?? 1), 0);
  return pieces === 1 ? '1 item' : `${pieces} items`;
};

/** "+ 2 × Milk Cleanser": what an event of a cart changed. */
const change = (sign: string, items: unknown): string | undefined => {
  const [first, ...rest] = listOf(items);
  if (!first) return undefined;
  const name = quoted(first['name']) ?? quoted(first['product_id']) ?? 'an item';
  return `${sign} ${numberOf(first['quantity']) ?? 1} × ${name}${rest.length ? ` and ${rest.length} more` : ''}`;
};

const cart = (p: Loose): (string | undefined)[] => [
  change('+', p['added']),
  change('−', p['removed']),
  count(p['items']),
  money(p['value'], p['currency']),
  id('cart', p['cart_id']),
];

const product = (p: Loose): (string | undefined)[] => [
  quoted(p['name']) ?? id('product', p['product_id']),
  money(p['price'], p['currency']),
];

const order = (p: Loose): (string | undefined)[] => [
  id('order', p['order_id']),
  count(p['items']),
  money(p['total'] ?? p['amount'] ?? p['revenue'], p['currency']),
  id('refund', p['refund_id']),
  id('cart', p['cart_id']),
  quoted(p['reason']),
];

const plain = (p: Loose): (string | undefined)[] =>
  Object.entries(p)
    .filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value))
    .slice(0, 3)
    .map(([key, value]) => `${short(key, 24)}: ${short(String(value), 32)}`);

const byEvent: Readonly<Record<string, (p: Loose) => (string | undefined)[]>> = {
  product_viewed: product,
  product_list_viewed: (p) => [id('list', p['list_id']), quoted(p['category'])],
  products_searched: (p) => [
    quoted(p['query']) && `“${quoted(p['query'])}”`,
    textOf(p['results_count']) && `${textOf(p['results_count'])} results`,
  ],
  added_to_cart: cart,
  removed_from_cart: cart,
  cart_viewed: cart,
  checkout_started: (p) => [...cart(p), id('checkout', p['checkout_id'])],
  checkout_progressed: (p) => [
    textOf(p['step']) && `step ${textOf(p['step'])}`,
    id('checkout', p['checkout_id']),
    id('cart', p['cart_id']),
  ],
  order_completed: order,
  order_refunded: order,
  order_cancelled: order,
  signed_up: (p) => [quoted(p['source']), quoted(p['campaign'])],
  consent_changed: (p) => [textOf(p['channel']), p['granted'] === true ? 'granted' : 'withdrawn'],
};

const ofTraits = (traits: Loose): (string | undefined)[] => {
  const others = Object.keys(traits).filter((key) => key !== 'email' && key !== 'phone');
  return [quoted(traits['email']), quoted(traits['phone']), ...others.slice(0, 4).map((key) => short(key, 24))];
};

const parts = ({ type, event, body }: FeedEntry): (string | undefined)[] => {
  const message = objectOf(body);
  const properties = objectOf(message['properties']);
  if (type === 'identify') return ofTraits(objectOf(message['traits']));
  if (type === 'page') return [quoted(properties['path']) ?? quoted(properties['url']), quoted(properties['title'])];
  if (type !== 'track') return [quoted(message['groupId'] ?? message['userId']), id('from', message['previousId'])];
  return (Object.hasOwn(byEvent, event ?? '') ? byEvent[event ?? ''] : undefined)?.(properties) ?? plain(properties);
};

/** What a message says, in half a line: "+ 1 × Milk Cleanser · 2 items · 49.00 EUR · cart c_12ab". */
export const summaryOf = (entry: FeedEntry): string =>
  parts(entry)
    .filter((part) => part !== undefined && part !== '')
    .join('\u00A0· '); // a line never begins with the dot

/** The name that a line carries: the event's, or the type of a message that has none. */
export const nameOf = ({ type, event, body }: FeedEntry): string =>
  event ?? textOf(objectOf(body)['event']) ?? (textOf(type) || 'message');

/** Whose it is: a known person, or the visitor by the beginning of the id. */
export const whoOf = ({ person, anonymousId }: FeedEntry): { readonly label: string; readonly isKnown: boolean } => {
  const known = person?.email ?? person?.userId ?? person?.phone;
  if (known !== undefined) return { label: known, isKnown: true };
  return { label: anonymousId ? `visitor ${short(anonymousId, 5)}` : 'nobody named', isKnown: false };
};
