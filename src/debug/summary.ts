import { listOf, objectOf, textOf, type Loose } from './read-json.ts';

const MOST_CHARACTERS = 48;
const ID_CHARACTERS = 14;

type Parts = readonly (string | undefined)[];

const short = (text: string, most = MOST_CHARACTERS): string =>
  text.length > most ? `${text.slice(0, most - 1)}…` : text;

const digitsOf = (currency: string): number => {
  try {
    return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    return 2; // no currency at all: shown as most are
  }
};

/** "49.00 EUR"; what is no number is shown as it came. */
export const money = (amount: unknown, currency: unknown): string | undefined => {
  const code = textOf(currency) ?? '';
  return typeof amount === 'number' ? `${amount.toFixed(digitsOf(code))} ${code}`.trim() : textOf(amount);
};

/** "3 items". */
export const itemCount = (items: unknown): string | undefined => {
  if (!Array.isArray(items)) return undefined;
  const pieces = listOf(items).reduce((sum, { quantity }) => sum + (typeof quantity === 'number' ? quantity : 1), 0);
  return pieces === 1 ? '1 item' : `${pieces} items`;
};

/** "2 × Rosehip Night Oil". */
export const lineName = ({ quantity, name, product_id }: Loose): string =>
  `${textOf(quantity) ?? '?'} × ${textOf(name) ?? textOf(product_id) ?? 'an item'}`;

const change = (sign: string, items: unknown): string | undefined => {
  const [first, ...rest] = listOf(items);
  return first && `${sign} ${short(lineName(first), 32)}${rest.length ? ` and ${rest.length} more` : ''}`;
};

const id = (kind: string, value: unknown): string | undefined => {
  const text = textOf(value);
  return text && `${kind} ${short(text, ID_CHARACTERS)}`;
};

const total = (p: Loose): string | undefined =>
  money(p['total'] ?? p['value'] ?? p['amount'] ?? p['price'], p['currency']);

const cart = (p: Loose): Parts => [change('+', p['added']), change('−', p['removed']), itemCount(p['items']), total(p)];

const named: Readonly<Record<string, (p: Loose) => Parts>> = {
  product_viewed: (p) => [textOf(p['name']) ?? id('product', p['product_id']), total(p)],
  product_list_viewed: (p) => [id('list', p['list_id']), textOf(p['category'])],
  products_searched: (p) => [
    `“${textOf(p['query']) ?? ''}”`,
    textOf(p['results_count']) && `${textOf(p['results_count'])} results`,
  ],
  added_to_cart: cart,
  removed_from_cart: cart,
  cart_viewed: cart,
  checkout_started: cart,
  checkout_progressed: (p) => [id('step', p['step'])],
  order_completed: (p) => [id('order', p['order_id']), itemCount(p['items']), total(p)],
  order_refunded: (p) => [id('order', p['order_id']), total(p)],
  consent_changed: (p) => [textOf(p['channel']), p['granted'] === true ? 'granted' : 'withdrawn'],
};

const plain = (p: Loose): Parts =>
  Object.entries(p)
    .filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value))
    .slice(0, 3)
    .map(([key, value]) => `${key}: ${short(String(value), 24)}`);

const partsOf = ({ type, event, properties, traits, userId }: Loose): Parts => {
  const [p, t] = [objectOf(properties), objectOf(traits)];
  if (type === 'identify')
    return [
      textOf(t['email']) ?? textOf(t['phone']) ?? textOf(userId) ?? Object.keys(t).join(', '),
      textOf(t['source']),
    ];
  if (type === 'page') return [textOf(p['path']) ?? textOf(p['url']), textOf(p['title'])];
  return (named[textOf(event) ?? ''] ?? plain)(p);
};

/** What a message says, in half a line: "+ 1 × Milk Cleanser · 2 items · 49.00 EUR". */
export const summaryOf = (body: Loose): string =>
  partsOf(body)
    .flatMap((part) => (part ? [short(part)] : []))
    .join(' · ');

/** The event's name, or the type of a message that has none. */
export const nameOf = ({ type, event }: Loose): string => textOf(event) ?? textOf(type) ?? 'message';
