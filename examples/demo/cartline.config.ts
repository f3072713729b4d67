import { customerioTrack, defineConfig, definePlan } from 'cartline/relay';

// The demo's relay. A real shop leaves out `baseUrl`, and puts its secrets into the environment.
export default defineConfig({
  port: Number(process.env['DEMO_RELAY_PORT'] ?? 8787),
  store: { path: '.cartline/demo/relay.db' },
  keys: [{ key: 'wk_demo_shop', kind: 'write', source: 'demo shop' }],
  // The demo has no back end that could report orders, so the page is believed about them.
  orders: 'browser',
  // Links and images of products may point to these hosts; anything else is removed from what a page sends.
  plan: definePlan({ hosts: ['127.0.0.1', 'localhost'] }),
  activityKey: 'demo-activity',
  destinations: [
    customerioTrack({
      siteId: 'demo',
      apiKey: 'demo',
      region: 'us',
      baseUrl: process.env['DEMO_CUSTOMERIO'] ?? 'http://127.0.0.1:8025',
    }),
  ],
});
