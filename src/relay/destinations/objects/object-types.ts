/** What a shop's persons can be related to. */
export type ObjectKind = 'product' | 'variant' | 'order' | 'subscription' | 'collection';

export interface ObjectType {
  /** Customer.io's number of the object type, as text: "1" is the first. The type has to exist there. */
  readonly typeId: string;
  /** Which attributes it gets. Default: a short list of its kind. */
  readonly attributes?: readonly string[];
}

/** The object types that exist in the workspace; what is not named is not sent. */
export type ObjectOptions = Readonly<Partial<Record<ObjectKind, ObjectType>>>;

/** A short list, not the whole catalogue. */
const DEFAULTS: Readonly<Record<ObjectKind, readonly string[]>> = {
  product: ['name', 'price', 'currency', 'category', 'brand', 'url', 'image_url'],
  variant: ['product_id', 'name', 'variant', 'sku', 'price', 'currency', 'url', 'image_url'],
  order: ['total', 'currency', 'status'],
  subscription: ['status', 'product_id', 'interval', 'next_charge_at', 'price', 'currency'],
  collection: ['category'],
};

export const attributesOf = (kind: ObjectKind, { attributes }: ObjectType): readonly string[] =>
  attributes ?? DEFAULTS[kind];
