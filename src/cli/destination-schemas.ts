import * as v from 'valibot';
import { customerioPipelines } from '../relay/destinations/customerio-pipelines/customerio-pipelines.ts';
import { customerioTrack } from '../relay/destinations/customerio-track/customerio-track.ts';
import type { Destination } from '../relay/destinations/destination.ts';
import { rudderstack } from '../relay/destinations/rudderstack/rudderstack.ts';
import { segmentCompatible } from '../relay/destinations/segment-compatible/segment-compatible.ts';
import { webhook } from '../relay/destinations/webhook/webhook.ts';

const text = v.pipe(v.string(), v.nonEmpty(), v.description('a non-empty text'));
const address = v.pipe(
  v.string(),
  v.regex(/^https?:\/\/[^\s/?#]+[^\s#]*$/),
  v.description('an address such as "https://api.example/v1/batch"'),
);
const region = v.pipe(v.picklist(['us', 'eu']), v.description('"us" or "eu"'));
const naming = v.pipe(v.picklist(['canonical', 'segment']), v.description('"canonical" or "segment"'));
const flag = v.pipe(v.boolean(), v.description('true or false'));
const typeOf = <T extends string>(type: T) => v.pipe(v.literal(type), v.description(`"${type}"`));

/** What every destination may be told. */
const shared = {
  name: v.exactOptional(text),
  anonymous: v.exactOptional(v.pipe(v.picklist(['hold', 'forward']), v.description('"hold" or "forward"'))),
  history: v.exactOptional(v.pipe(v.picklist(['older', 'all', 'state']), v.description('"older", "all" or "state"'))),
  timeoutMs: v.exactOptional(
    v.pipe(
      v.number(),
      v.integer(),
      v.minValue(100),
      v.maxValue(30_000),
      v.description('milliseconds from 100 to 30000'),
    ),
  ),
};

const objectType = v.pipe(
  v.strictObject({
    typeId: v.pipe(
      v.string(),
      v.regex(/^[1-9]\d*$/),
      v.description('the number of an object type as text, such as "1"'),
    ),
    attributes: v.exactOptional(v.pipe(v.array(text), v.description('a list of attribute names'))),
  }),
  v.description('{ typeId: "1", attributes?: […] }'),
);
const objects = v.pipe(
  v.strictObject({
    product: v.exactOptional(objectType),
    variant: v.exactOptional(objectType),
    order: v.exactOptional(objectType),
    subscription: v.exactOptional(objectType),
    collection: v.exactOptional(objectType),
  }),
  v.description('object types by kind: product, variant, order, subscription, collection'),
);

const customerioTrackSchema = v.strictObject({
  type: typeOf('customerio-track'),
  siteId: text,
  erase: v.exactOptional(v.pipe(v.picklist(['suppress', 'delete']), v.description('"suppress" or "delete"'))),
  apiKey: text,
  region,
  objects: v.exactOptional(objects),
  settleMs: v.exactOptional(
    v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(30_000), v.description('milliseconds from 0 to 30000')),
  ),
  api: v.exactOptional(v.pipe(v.picklist(['v1', 'v2']), v.description('"v1" or "v2"'))),
  baseUrl: v.exactOptional(address),
  ...shared,
});
const customerioPipelinesSchema = v.strictObject({
  type: typeOf('customerio-pipelines'),
  objects: v.exactOptional(objects),
  apiKey: text,
  region,
  naming: v.exactOptional(naming),
  baseUrl: v.exactOptional(address),
  ...shared,
});
const rudderstackSchema = v.strictObject({
  type: typeOf('rudderstack'),
  dataPlaneUrl: address,
  writeKey: text,
  naming: v.exactOptional(naming),
  ...shared,
});
const segmentCompatibleSchema = v.strictObject({
  type: typeOf('segment-compatible'),
  endpoint: address,
  writeKey: text,
  naming: v.exactOptional(naming),
  ...shared,
});
const secret = v.pipe(v.string(), v.startsWith('whsec_'), v.description('"whsec_" and 24 to 64 bytes in base64'));
const webhookSchema = v.strictObject({
  type: typeOf('webhook'),
  url: address,
  secret: v.pipe(
    v.union([secret, v.pipe(v.array(secret), v.minLength(1))]),
    v.description('"whsec_" and 24 to 64 bytes in base64, or a list of such secrets'),
  ),
  allowPrivateAddresses: v.exactOptional(flag),
  ...shared,
});

interface Kind {
  readonly schema: v.GenericSchema;
  /** Takes what the schema gave, and nothing else. */
  readonly create: (options: unknown) => Destination;
}
const kind = <S extends v.GenericSchema>(schema: S, create: (options: v.InferOutput<S>) => Destination): Kind => ({
  schema,
  create: (options) => create(v.parse(schema, options)),
});

/** Destinations by the name that a configuration gives them. */
export const destinationKinds: Readonly<Record<string, Kind>> = {
  'customerio-track': kind(customerioTrackSchema, customerioTrack),
  'customerio-pipelines': kind(customerioPipelinesSchema, customerioPipelines),
  rudderstack: kind(rudderstackSchema, rudderstack),
  'segment-compatible': kind(segmentCompatibleSchema, segmentCompatible),
  webhook: kind(webhookSchema, webhook),
};
