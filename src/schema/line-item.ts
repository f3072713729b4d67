import * as v from 'valibot';

/** A blank id would be one that strangers share. */
export const SOMETHING = /\S/;

/** A string with something in it, beside spaces. */
export const text = v.pipe(v.string(), v.regex(SOMETHING), v.description('a non-empty string'));

/** An amount in major units (49.5 is 49 euros and 50 cents): a finite number, never a string. */
export const money = v.pipe(
  v.number(),
  v.finite(),
  v.minValue(0),
  v.description('a number in major units, such as 49.5, not below 0'),
);

/** ISO 4217, upper case. */
export const currency = v.pipe(
  v.string(),
  v.regex(/^[A-Z]{3}$/),
  v.description('an ISO 4217 code in upper case, such as "EUR"'),
);

/** How many: an integer from 1. */
export const quantity = v.pipe(v.number(), v.integer(), v.minValue(1), v.description('a whole number from 1'));

/** Anything that counts from 0. */
export const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.description('a whole number from 0'));

const required = { product_id: text, quantity };
const expected = { name: v.string(), price: money, category: v.string(), sku: v.string() };
const optional = {
  variant_id: v.optional(text),
  variant: v.optional(v.string()),
  brand: v.optional(v.string()),
  url: v.optional(v.string()),
  image_url: v.optional(v.string()),
  discount: v.optional(money),
  bundle_id: v.optional(text),
  subscription_id: v.optional(text),
};

/** What our own client's types ask for: the expected keys are required, so that data is complete from the start. */
export const lineItemInput = v.pipe(v.object({ ...required, ...expected, ...optional }), v.description('a line item'));

/** What the relay accepts: unknown keys are kept. */
export const lineItem = v.pipe(
  v.looseObject({ ...required, ...v.partial(v.object(expected)).entries, ...optional }),
  v.description('a line item: an object with product_id and quantity'),
);

/** Keys whose absence the relay counts as incomplete. */
export const expectedOfLineItem: readonly string[] = Object.keys(expected);

/**
 * One product line. `price` is per unit and in major units, `quantity` an integer from 1; the currency stands on the event.
 * `bundle_id` is the product id of the bundle that this line is a part of.
 */
export type LineItem = v.InferOutput<typeof lineItemInput>;
