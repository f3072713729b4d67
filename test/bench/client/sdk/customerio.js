import { AnalyticsBrowser } from '@customerio/cdp-analytics-browser';

let analytics;
window.bench = {
  // Settings come with the page, so that no CDN is asked; delivery as it is by default.
  init: ({ collector }) => {
    const settings = { apiHost: `${collector}/v1`, protocol: 'http' };
    const cdnSettings = { integrations: { 'Customer.io Data Pipelines': { apiKey: 'bench' } } };
    analytics = AnalyticsBrowser.load(
      { writeKey: 'bench', cdnSettings },
      { integrations: { 'Customer.io Data Pipelines': settings } },
    );
  },
  track: (name, properties) => void analytics.track(name, properties),
  page: () => void analytics.page(),
  identify: (email) => void analytics.identify({ email }),
};
