import posthog from 'posthog-js/dist/module.slim.no-external';

window.bench = {
  // The slim build, with all that is neither track, page nor identify switched off.
  init: ({ collector, lifted }) =>
    posthog.init('phc_bench', {
      api_host: `http://${collector}`,
      autocapture: false,
      capture_pageview: false,
      capture_pageleave: false,
      capture_performance: false,
      capture_dead_clicks: false,
      capture_exceptions: false,
      enable_heatmaps: false,
      disable_session_recording: true,
      disable_surveys: true,
      advanced_disable_flags: true,
      disable_external_dependency_loading: true,
      opt_out_useragent_filter: true, // it drops what headless browsers send
      // 10 a second by default; above that it drops, which would make track() look cheap.
      ...(lifted && { rate_limiting: { events_per_second: 10_000, events_burst_limit: 10_000 } }),
    }),
  track: (name, properties) => posthog.capture(name, properties),
  page: () => posthog.capture('$pageview'),
  identify: (email) => posthog.identify(email, { email }),
};
