import { RudderAnalytics } from '@rudderstack/analytics-js/lite';

const analytics = new RudderAnalytics();
const source = {
  id: 'bench',
  name: 'bench',
  writeKey: 'bench',
  enabled: true,
  config: {},
  destinations: [],
  connections: [],
};
window.bench = {
  // The source's settings come with the page, so that no control plane is asked.
  init: ({ collector }) => {
    const getSourceConfig = () => ({
      source: { ...source, workspaceId: 'bench' },
      updatedAt: '2026-01-01T00:00:00.000Z',
    });
    analytics.load('bench', `http://${collector}`, { getSourceConfig });
  },
  track: (name, properties) => analytics.track(name, properties),
  page: () => analytics.page(),
  identify: (email) => analytics.identify(undefined, { email }),
};
