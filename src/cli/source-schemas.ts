import * as v from 'valibot';
import { shopify } from '../relay/sources/shopify/shopify.ts';
import type { Source } from '../relay/sources/source.ts';

const text = v.pipe(v.string(), v.nonEmpty(), v.description('a non-empty text'));
const typeOf = <T extends string>(type: T) => v.pipe(v.literal(type), v.description(`"${type}"`));
const one = v.pipe(v.string(), v.minLength(8));
const secret = v.pipe(
  v.union([one, v.pipe(v.array(one), v.minLength(1))]),
  v.description('a text of at least 8 characters, or a list of the old and the new one'),
);
const name = v.pipe(
  v.string(),
  v.regex(/^[a-z0-9][a-z0-9-]{0,39}$/),
  v.description('a name of small letters, digits and "-", which is also its address: /sources/<name>'),
);
const shared = { secret, name: v.exactOptional(name) };

const shopifySchema = v.strictObject({
  type: typeOf('shopify'),
  shop: v.exactOptional(
    v.pipe(
      v.string(),
      v.regex(/^[a-z0-9-]+\.myshopify\.com$/i),
      v.description('a domain such as "name.myshopify.com"'),
    ),
  ),
  completedBy: v.exactOptional(v.pipe(v.picklist(['create', 'paid']), v.description('"create" or "paid"'))),
  carts: v.exactOptional(v.pipe(v.picklist(['page', 'webhook']), v.description('"page" or "webhook"'))),
  ...shared,
});

interface Kind {
  readonly schema: v.GenericSchema;
  /** Takes what the schema gave, and nothing else. */
  readonly create: (options: unknown) => Source;
}
const kind = <S extends v.GenericSchema>(schema: S, create: (options: v.InferOutput<S>) => Source): Kind => ({
  schema,
  create: (options) => create(v.parse(schema, options)),
});

/** Sources by the name that a configuration gives them. */
export const sourceKinds: Readonly<Record<string, Kind>> = {
  shopify: kind(shopifySchema, shopify),
};
