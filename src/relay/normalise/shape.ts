import type { EventName } from '../../schema.ts';
import { isRecord } from '../record.ts';
import type { DriftLog } from './drift.ts';
import { lineItemKeys } from './line-items.ts';
import { isAbsent } from './rename-keys.ts';

type Values = Record<string, unknown>;

/** The lists of line items that an event has. */
export const listKeys = ['items', 'added', 'removed'] as const;

/** Segment's Product Added and Product Removed carry one product, flat in their properties: it becomes a list of one. */
const changeOf: Readonly<Partial<Record<EventName, 'added' | 'removed'>>> = {
  added_to_cart: 'added',
  removed_from_cart: 'removed',
};

/** True where an event's properties are those of one product. */
export const isFlatProduct = (event: EventName, properties: Values): boolean => {
  const change = changeOf[event];
  return change ? isAbsent(properties[change]) : event === 'product_viewed';
};

const liftProduct = (event: EventName, properties: Values, drift: DriftLog): Values => {
  const key = changeOf[event];
  if (!key || properties[key] !== undefined || properties['product_id'] === undefined) return properties;
  const isOfProduct = (name: string): boolean => lineItemKeys.includes(name);
  const product = Object.fromEntries(Object.entries(properties).filter(([name]) => isOfProduct(name)));
  const rest = Object.fromEntries(Object.entries(properties).filter(([name]) => !isOfProduct(name)));
  drift.note('items', `${event}: one product`, key);
  return { ...rest, [key]: [{ quantity: 1, ...product }] };
};

/**
 * GA4's add_to_cart lists in `items` what was added, Segment's Product Added knows one product: nobody knows the whole cart
 * then. The addition stands for it, and `items_partial` says so. A removal says nothing about what is left: it stays without.
 */
const fillCart = (event: EventName, properties: Values, drift: DriftLog): Values => {
  if (event !== 'added_to_cart') return properties;
  const { items, added } = properties;
  if ((items === undefined) === (added === undefined)) return properties;
  drift.note('items', items === undefined ? 'added_to_cart: no items' : 'added_to_cart: no added', 'items_partial');
  return { ...properties, items: items ?? added, added: added ?? items, items_partial: true };
};

/** One code, or `{ code }` as Shopify lists them; undefined for what is neither. */
const codeOf = (value: unknown): string | undefined => {
  const code = isRecord(value) ? value['code'] : value;
  return typeof code === 'string' ? code : undefined;
};

const readCodes = (properties: Values, drift: DriftLog): Values => {
  const { discount_codes: given } = properties;
  const list: readonly unknown[] | undefined = Array.isArray(given)
    ? given
    : typeof given === 'string'
      ? [given]
      : undefined;
  const codes = list?.map(codeOf);
  if (!codes || codes.includes(undefined) || (Array.isArray(given) && !given.some(isRecord))) return properties;
  drift.note('items', `discount_codes: ${Array.isArray(given) ? 'a list of objects' : 'a text'}`, 'a list of texts');
  return { ...properties, discount_codes: codes.filter((code) => code !== '') };
};

/** Segment's Checkout Started knows neither cart nor checkout; its order_id is the checkout's own number. */
const nameCheckout = (event: EventName, properties: Values, drift: DriftLog): Values => {
  const { cart_id, checkout_id, order_id } = properties;
  if (event !== 'checkout_started' || cart_id !== undefined || checkout_id !== undefined) return properties;
  if (typeof order_id !== 'string' || order_id === '') return properties;
  drift.note('property', 'order_id', 'checkout_id');
  return { ...properties, checkout_id: order_id };
};

const nameStep = (step: string | undefined, properties: Values): Values =>
  step === undefined || properties['step'] !== undefined ? properties : { ...properties, step };

/** Properties in the shape that the contract gives their event; names and values are right already. */
export const reshape = (event: EventName, input: Values, step: string | undefined, drift: DriftLog): Values => {
  const lifted = fillCart(event, liftProduct(event, input, drift), drift);
  return nameStep(step, nameCheckout(event, readCodes(lifted, drift), drift));
};
