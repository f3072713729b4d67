import { newTracker, setUserId, trackPageView, trackSelfDescribingEvent } from '@snowplow/browser-tracker';

window.bench = {
  init: ({ collector }) => void newTracker('sp', `http://${collector}`, { appId: 'bench' }),
  track: (name, data) => trackSelfDescribingEvent({ event: { schema: `iglu:bench/${name}/jsonschema/1-0-0`, data } }),
  page: () => trackPageView(),
  identify: (email) => setUserId(email),
};
