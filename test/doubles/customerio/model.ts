import type { RecordedRequest } from '../wire/recorded.ts';

export type { RecordedRequest, Violation } from '../wire/recorded.ts';

/** Any JSON object, before it was looked at. */
export type Json = Readonly<Record<string, unknown>>;

/** One line of a person's activity. `triggers` is false when Customer.io would not start a campaign from it. */
export interface TimelineEntry {
  readonly id?: string;
  readonly kind: 'event' | 'page' | 'screen' | 'identify';
  readonly name: string;
  /** When it happened, Unix seconds. */
  readonly timestamp: number;
  /** When the stand-in received it, milliseconds. */
  readonly receivedAt: number;
  readonly data: Json;
  readonly triggers: boolean;
  readonly via: 'known' | 'anonymous' | 'merge';
}

export interface PersonRelationship {
  readonly objectTypeId: string;
  readonly objectId: string;
  readonly attributes: Json;
}

export interface Person {
  readonly cioId: string;
  readonly id?: string;
  readonly email?: string;
  readonly phone?: string;
  /** All attributes but the identifiers above. */
  readonly attributes: Json;
  /** When the profile was made, milliseconds. */
  readonly createdAt: number;
  readonly anonymousIds: readonly string[];
  readonly devices: readonly Json[];
  readonly relationships: readonly PersonRelationship[];
  /** By time of occurrence, oldest first. */
  readonly timeline: readonly TimelineEntry[];
}

/** What is stored under an anonymous id and belongs to nobody (yet). */
export interface AnonymousVisitor {
  readonly anonymousId: string;
  /** The person who claimed the id, when these events came too late to follow. */
  readonly claimedBy?: string;
  readonly timeline: readonly TimelineEntry[];
}

export interface ObjectRelationship {
  readonly person?: string;
  readonly anonymousId?: string;
  readonly attributes: Json;
}

export interface CustomerioObject {
  readonly cioObjectId: string;
  readonly objectTypeId: string;
  readonly objectId: string;
  readonly attributes: Json;
  readonly relationships: readonly ObjectRelationship[];
}

/** What Customer.io answers with 200 and shows in its own inspector only. */
export interface Failure {
  readonly at: number;
  readonly kind: 'attribute_update_failure' | 'dropped';
  readonly message: string;
  readonly request: Pick<RecordedRequest, 'method' | 'path' | 'body'>;
}

export interface CustomerioDoubleOptions {
  readonly siteId: string;
  readonly apiKey: string;
  /** Default `us`. */
  readonly region?: 'us' | 'eu';
  /** Accept `identifiers.anonymous_id` on v2 person events, which is undocumented. Default false. */
  readonly compat?: boolean;
  /** The object types that exist in the workspace. Default `['1']`. */
  readonly objectTypes?: readonly string[];
  /** The workspace setting "Allow updates to email using ID". Default false. */
  readonly allowEmailUpdatesById?: boolean;
  /** Milliseconds. Default `Date.now`. */
  readonly now?: () => number;
  /** Keys of the other region: a US stand-in redirects them to `url`, a European one refuses them. */
  readonly otherRegion?: {
    readonly credentials: readonly { readonly siteId: string; readonly apiKey: string }[];
    readonly url: string;
  };
}
