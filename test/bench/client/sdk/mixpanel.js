import mixpanel from 'mixpanel-browser/src/loaders/loader-module-core';

window.bench = {
  init: ({ collector }) => mixpanel.init('bench', { api_host: `http://${collector}`, persistence: 'localStorage' }),
  track: (name, properties) => mixpanel.track(name, properties),
  page: () => mixpanel.track_pageview(),
  identify: (email) => {
    mixpanel.identify(email);
    mixpanel.people.set({ $email: email });
  },
};
