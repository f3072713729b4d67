import { AnalyticsBrowser } from '@segment/analytics-next';

let analytics;
window.bench = {
  // Settings come with the page, so that no CDN is asked; delivery as it is by default.
  init: ({ collector }) => {
    const settings = { apiHost: `${collector}/v1`, protocol: 'http' };
    const cdnSettings = { integrations: { 'Segment.io': { apiKey: 'bench' } } };
    analytics = AnalyticsBrowser.load({ writeKey: 'bench', cdnSettings }, { integrations: { 'Segment.io': settings } });
  },
  track: (name, properties) => void analytics.track(name, properties),
  page: () => void analytics.page(),
  identify: (email) => void analytics.identify({ email }),
};
