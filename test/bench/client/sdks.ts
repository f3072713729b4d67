/** One SDK under measure. */
export interface Sdk {
  /** Name of its file in sdk/, and of the option --sdk. */
  readonly key: string;
  readonly title: string;
  /** On npm; undefined: dist/cartline.js of this project. */
  readonly packageName?: string;
  /** The IIFE or UMD file that the package ships for script tags, if it does; for its size only. */
  readonly shipped?: string;
  /** Where events wait until they are answered. */
  readonly keeps: string;
  /** Does `track()` itself write to storage that outlives the page? */
  readonly persists: boolean;
  /** What was configured, for the document. */
  readonly configured: string;
}

export const cartline: Sdk = {
  key: 'cartline',
  title: 'Cartline',
  shipped: 'dist/cartline.js',
  keeps: 'IndexedDB, in `track()`',
  persists: true,
  configured: '`dist/cartline.js` with `data-relay` and `data-write-key`',
};

export const peers: readonly Sdk[] = [
  {
    key: 'segment',
    title: 'Segment',
    packageName: '@segment/analytics-next',
    shipped: 'dist/umd/standalone.js',
    keeps: 'memory; localStorage at `pagehide`',
    persists: false,
    configured:
      '`AnalyticsBrowser.load` with `cdnSettings` in the page (its CDN is not asked), Segment.io destination with default delivery',
  },
  {
    key: 'rudderstack',
    title: 'RudderStack',
    packageName: '@rudderstack/analytics-js',
    keeps: 'localStorage, in `track()`',
    persists: true,
    configured:
      'the `/lite` entry (no remote plugins), `getSourceConfig` in the page (its control plane is not asked), default queue',
  },
  {
    key: 'snowplow',
    title: 'Snowplow',
    packageName: '@snowplow/browser-tracker',
    shipped: 'dist/index.umd.min.js',
    keeps: 'localStorage, in `track()`',
    persists: true,
    configured: '`newTracker` with an app id, POST, default buffer; `trackSelfDescribingEvent`, no plugins',
  },
  {
    key: 'posthog',
    title: 'PostHog',
    packageName: 'posthog-js',
    shipped: 'dist/array.js',
    keeps: 'memory',
    persists: false,
    configured:
      'the slim build without remote code; autocapture, replay, surveys, flags, heatmaps off; default batching. Its limit of 10 events a second is lifted where `track()` is timed, since it drops above that',
  },
  {
    key: 'mixpanel',
    title: 'Mixpanel',
    packageName: 'mixpanel-browser',
    shipped: 'dist/mixpanel.min.js',
    keeps: 'localStorage, in `track()`',
    persists: true,
    configured: 'the `loader-module-core` entry (no recorder), `persistence: "localStorage"`, default batching',
  },
  {
    key: 'customerio',
    title: 'Customer.io',
    packageName: '@customerio/cdp-analytics-browser',
    shipped: 'dist/umd/standalone.js',
    keeps: 'memory; localStorage at `pagehide`',
    persists: false,
    configured: 'as Segment, with the Customer.io Data Pipelines destination',
  },
];

/** The least that an outbox in IndexedDB could cost: one put and commit. Only its `track()` is timed. */
export const floor: Sdk = {
  key: 'floor',
  title: '(one IndexedDB put and commit)',
  keeps: 'IndexedDB, in `track()`',
  persists: false,
  configured: '',
};

/** A page without an SDK: what the measuring itself costs. */
export const nothing: Sdk = { key: 'nothing', title: '(no SDK)', keeps: '', persists: false, configured: '' };
