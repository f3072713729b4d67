/** A message as APIs of the Segment family take it. */
export interface FamilyItem {
  readonly type: 'track' | 'page' | 'identify' | 'group' | 'alias';
  /** A ULID, the same on every attempt. */
  readonly messageId: string;
  /** ISO 8601. */
  readonly timestamp: string;
  readonly userId?: string;
  readonly anonymousId?: string;
  readonly previousId?: string;
  readonly event?: string;
  readonly name?: string;
  readonly groupId?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly traits?: Readonly<Record<string, unknown>>;
  readonly context: Readonly<Record<string, unknown>>;
}

/** How one destination of the family wants its messages. */
export interface Dialect {
  /** `segment`: the names of Segment's ecommerce spec, `products` in place of `items`. */
  readonly naming: 'canonical' | 'segment';
  /** The value of a property or trait whose name says that it is a time. */
  readonly timeOf: (name: string, value: unknown) => unknown;
  /** Whether a known person's messages name the visitor too. */
  readonly namesVisitor: boolean;
  /** Why two persons cannot be made one there; undefined where an `alias` does it. */
  readonly noMerges?: string;
  /** Properties that never leave, beside those that would redirect a mail. */
  readonly dropped: ReadonlySet<string>;
  /** How the keys of traits have to be written. Default: as they are. */
  readonly traitName?: (name: string) => string;
  /** Bytes of the name of an event or a page. Default: any. */
  readonly nameBytes?: number;
  /** Bytes of one item. */
  readonly itemBytes: number;
}
