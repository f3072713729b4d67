import type { Plan } from '../schema.ts';
import type { Destination } from './destinations/destination.ts';
import type { CustomerioPipelinesOptions } from './destinations/customerio-pipelines/customerio-pipelines.ts';
import type { RudderstackOptions } from './destinations/rudderstack/rudderstack.ts';
import type { SegmentCompatibleOptions } from './destinations/segment-compatible/segment-compatible.ts';
import type { WebhookOptions } from './destinations/webhook/webhook.ts';
import type { CustomerioTrackOptions } from './destinations/customerio-track/customerio-track.ts';
import type { TrustProxy } from './intake/client-address.ts';
import type { RateLimits } from './intake/rate/rate-limits.ts';
import type { IdentityPolicy } from './identity/decision.ts';
import type { Retention } from './retention.ts';
import type { RelayKey } from './intake/keys.ts';
import type { OrdersFrom } from './intake/orders.ts';
import type { BigcommerceOptions } from './sources/bigcommerce/bigcommerce.ts';
import type { CommercetoolsOptions } from './sources/commercetools/commercetools.ts';
import type { CustomOptions } from './sources/custom/custom.ts';
import type { CustomerioReportingOptions } from './sources/customerio/customerio.ts';
import type { RechargeOptions } from './sources/recharge/recharge.ts';
import type { ShopifyOptions } from './sources/shopify/shopify.ts';
import type { SkioOptions } from './sources/skio/skio.ts';
import type { Source } from './sources/source.ts';
import type { WoocommerceOptions } from './sources/woocommerce/woocommerce.ts';
import type { IdentityProof } from './intake/proof.ts';

/** The options of a destination that a file without functions can say. */
type Plain<T> = Omit<T, 'fetch'>;

/** A destination by name, for configurations that cannot call a function. */
export type DestinationConfig =
  | ({ readonly type: 'customerio-track' } & Plain<CustomerioTrackOptions>)
  | ({ readonly type: 'customerio-pipelines' } & Plain<CustomerioPipelinesOptions>)
  | ({ readonly type: 'rudderstack' } & Plain<RudderstackOptions>)
  | ({ readonly type: 'segment-compatible' } & Plain<SegmentCompatibleOptions>)
  | ({ readonly type: 'webhook' } & Plain<WebhookOptions>);

/** A source by name, for configurations that cannot call a function. */
export type SourceConfig =
  | ({ readonly type: 'shopify' } & ShopifyOptions)
  | ({ readonly type: 'woocommerce' } & WoocommerceOptions)
  | ({ readonly type: 'recharge' } & RechargeOptions)
  | ({ readonly type: 'skio' } & SkioOptions)
  | ({ readonly type: 'bigcommerce' } & Plain<BigcommerceOptions>)
  | ({ readonly type: 'commercetools' } & CommercetoolsOptions)
  | ({ readonly type: 'customerio' } & CustomerioReportingOptions)
  | ({ readonly type: 'custom' } & CustomOptions);

/** What `cartline relay` reads from cartline.config.{ts,js,mjs,json}. */
export interface CartlineConfig {
  /** Default 8787; 0 takes any free port. */
  readonly port?: number;
  /** Default "127.0.0.1": this machine only. "0.0.0.0" is everybody who can reach it. */
  readonly host?: string;
  /** How browsers reach the relay, such as "https://shop.example/cl", where that is not host and port. */
  readonly publicUrl?: string;
  /** `path`: the SQLite file. Default "./.cartline/relay.db". */
  readonly store?: { readonly path?: string };
  /** From `definePlan`. Default: the canonical events. */
  readonly plan?: Plan;
  readonly keys: readonly RelayKey[];
  readonly destinations: readonly (Destination | DestinationConfig)[];
  /** Platforms that tell of orders, subscriptions and people from the server side: docs/sources.md. */
  readonly sources?: readonly (Source | SourceConfig)[];
  /** Whose word counts for orders. Default "server" as soon as there is a server key or a source of orders; else it must be said. */
  readonly orders?: OrdersFrom;
  /** Signs the proof of who a visitor is (`signProof`). */
  readonly identitySecret?: string;
  /** `off` believes every customer id that a page names, which anybody can forge. Default "required". */
  readonly identityProof?: IdentityProof;
  /** What another address of a visitor without a customer id means. Default "another_person". */
  readonly emailChange?: IdentityPolicy['emailChange'];
  /** For how many days messages of unknown visitors are held. Default 30. */
  readonly heldDays?: number;
  /** For how many days the rest is kept. Default: see docs/relay.md. */
  readonly retention?: Retention;
  /** Opens the activity page. Default: a new one at each start, printed there. */
  readonly activityKey?: string;
  /** Believe X-Forwarded-Proto and X-Forwarded-For of a proxy, or of so many proxies. Default false. */
  readonly trustProxy?: TrustProxy;
  /** Leave emails and phones in the log, to search for a mistake. Default false. */
  readonly logPersonalData?: boolean;
  /** How much may come, by key, address and visitor. Default: see docs/relay.md. */
  readonly limits?: RateLimits;
}

/**
 * Types a configuration file; does nothing else.
 *
 * @example
 * export default defineConfig({ keys: [{ key: 'wk_live_1', kind: 'write' }], orders: 'browser', destinations: [] });
 */
export const defineConfig = (config: CartlineConfig): CartlineConfig => config;
