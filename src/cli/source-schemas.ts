import * as v from 'valibot';
import { bigcommerce } from '../relay/sources/bigcommerce/bigcommerce.ts';
import { commercetools } from '../relay/sources/commercetools/commercetools.ts';
import { custom } from '../relay/sources/custom/custom.ts';
import { customerioReporting } from '../relay/sources/customerio/customerio.ts';
import { recharge } from '../relay/sources/recharge/recharge.ts';
import { shopify } from '../relay/sources/shopify/shopify.ts';
import { skio } from '../relay/sources/skio/skio.ts';
import type { Source } from '../relay/sources/source.ts';
import { woocommerce } from '../relay/sources/woocommerce/woocommerce.ts';

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

const plainSchema = <T extends string>(type: T) => v.strictObject({ type: typeOf(type), ...shared });
const timeoutMs = v.exactOptional(
  v.pipe(v.number(), v.integer(), v.minValue(100), v.maxValue(30_000), v.description('milliseconds from 100 to 30000')),
);

const bigcommerceSchema = v.strictObject({
  type: typeOf('bigcommerce'),
  storeHash: text,
  accessToken: text,
  baseUrl: v.exactOptional(text),
  timeoutMs,
  ...shared,
});
const commercetoolsSchema = v.strictObject({ type: typeOf('commercetools'), locale: v.exactOptional(text), ...shared });
const customSchema = v.strictObject({
  type: typeOf('custom'),
  secret,
  name,
  mapping: v.pipe(v.string(), v.nonEmpty(), v.description('a JSONata expression')),
  signature: v.exactOptional(
    v.pipe(
      v.strictObject({
        header: v.exactOptional(text),
        encoding: v.exactOptional(v.pipe(v.picklist(['hex', 'base64']), v.description('"hex" or "base64"'))),
        prefix: v.exactOptional(v.string()),
      }),
      v.description('{ header?: "x-signature", encoding?: "hex" | "base64", prefix?: "sha256=" }'),
    ),
  ),
  topicHeader: v.exactOptional(text),
  idHeader: v.exactOptional(text),
  tellsOrders: v.exactOptional(v.pipe(v.boolean(), v.description('true or false'))),
  timeoutMs,
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
  woocommerce: kind(plainSchema('woocommerce'), woocommerce),
  recharge: kind(plainSchema('recharge'), recharge),
  skio: kind(plainSchema('skio'), skio),
  bigcommerce: kind(bigcommerceSchema, bigcommerce),
  commercetools: kind(commercetoolsSchema, commercetools),
  customerio: kind(plainSchema('customerio'), customerioReporting),
  custom: kind(customSchema, custom),
};
