import type { Results } from './results.ts';

export const configuredList = ({ sdks }: Results): string =>
  sdks
    .map(
      ({ bundle: { sdk, version } }) =>
        `- **${sdk.title}** ${sdk.packageName === undefined ? '' : `(\`${sdk.packageName}\` `}${version}${sdk.packageName === undefined ? '' : ')'}: ${sdk.configured}.`,
    )
    .join('\n');

/** What a fair reader has to know. */
export const remarks = `- The SDKs do not do the same work. PostHog, Mixpanel and RudderStack bring features beyond track, page and identify
  that a bundler cannot take out; Cartline brings cart diffs and consent that the smaller peers have not.
- Bundles hold a few lines of ours that give each peer the same three calls (about 0.2 kB). Segment, Customer.io and RudderStack
  fetch their settings from a server before the first event; here they stand in the page, which favours them.
- The events themselves differ: each SDK adds a context of its own, so bytes per message are not the price of the same
  information. Headers are those of HTTP/1.1; HTTP/2 makes many small requests cheaper than they look here.
- Preflights are cached for 10 minutes here; what the vendors' servers allow was not looked up.
- A short visit flatters whoever waits long before sending: Mixpanel sends every 5 s (and at
  most 50, hence what arrives of a burst), PostHog every 3 s, Cartline after 0.3 s.
- The collector is ours. It accepts every format and answers at once; it does not drop copies, as most vendors' servers do in
  some window. It answers preflights even while it answers 500, which favours those who need them.
- A killed browser is all of its processes stopped and killed at once. Chromium writes localStorage after 5 s at the earliest
  and then about once a minute, so what a peer keeps there after a kill depends on how long the page had been open.
- Times come from a shared machine without a graphics card; compare within a table, not between machines. Chromium only.
- The rows are few and the runs too: they show what happens, not how often. \`npm run bench:client -- --runs 10\` takes longer.`;
