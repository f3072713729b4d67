import { describe, expect, test } from 'vitest';
import { readConfig, type ReadConfig } from '../../../src/cli/read-config.ts';
import { customerioTrack, definePlan, shopify } from '../../../src/relay.ts';

const good = { keys: [{ key: 'wk_live_1', kind: 'write' }], orders: 'browser', destinations: [] };
const read = (value: unknown): ReadConfig => readConfig({ path: 'c.json', value });
const complaint = (value: unknown): string => {
  try {
    read(value);
  } catch (error) {
    return error instanceof Error
      ? error.message.replace(/^c\.json: /, '').replace(/\. Mend it there and start again\.$/, '')
      : '';
  }
  return 'none';
};

describe('a wrong configuration is told by its key, what came, and what was expected', () => {
  const destination = { type: 'customerio-track', siteId: 's', apiKey: 'secret-api-key', region: 'eu' };
  test.each([
    [null, 'the configuration: null came; expected an object'],
    [{}, 'keys: nothing came; expected a list with at least one { key, kind }'],
    [{ ...good, keys: [] }, 'keys: [] came; expected a list with at least one { key, kind }'],
    [
      { ...good, keys: ['wk_live_1'] },
      'keys[0]: "wk_live_1" came; expected a key: { key, kind: "write" | "server" | "pixel" }',
    ],
    [
      { ...good, keys: [{ kind: 'write' }] },
      'keys[0].key: nothing came; expected a text of 8 to 200 characters without spaces and colons, hard to guess',
    ],
    [
      { ...good, keys: [{ key: 'short', kind: 'write' }] },
      'keys[0].key: a text of 5 characters came; expected a text of 8 to 200 characters without spaces and colons, hard to guess',
    ],
    [
      { ...good, keys: [{ key: 'wk_live_1', kind: 'wirte' }] },
      'keys[0].kind: "wirte" came; expected "write", "server" or "pixel"',
    ],
    [
      { ...good, keys: [{ key: 'wk_live_1', kind: 'write', origin: [] }] },
      'keys[0].origin: there is no such key; did you mean "origins"?',
    ],
    [
      { ...good, keys: [{ key: 'wk_live_1', kind: 'write', origins: ['https://shop.example/'] }] },
      'keys[0].origins[0]: "https://shop.example/" came; expected an origin such as "https://shop.example": without a path, without a slash at its end',
    ],
    [{ ...good, port: '8787' }, 'port: "8787" came; expected a whole number from 0 to 65535'],
    [{ ...good, port: 70_000 }, 'port: 70000 came; expected a whole number from 0 to 65535'],
    [
      { ...good, publicUrl: 'shop.example' },
      'publicUrl: "shop.example" came; expected an address such as "https://shop.example/cl"',
    ],
    [{ ...good, store: './x.db' }, 'store: "./x.db" came; expected { path: "…" }'],
    [{ ...good, orders: 'shop' }, 'orders: "shop" came; expected "server" or "browser"'],
    [
      { ...good, identitySecret: 'short' },
      'identitySecret: a text of 5 characters came; expected a text of at least 16 characters',
    ],
    [
      { ...good, sources: [{ type: 'shopyfi', secret: 'a-secret-text' }] },
      'sources[0].type: "shopyfi" came; expected one of "shopify", "woocommerce", "recharge", "skio", "bigcommerce", "commercetools", "customerio", "custom"; did you mean "shopify"?',
    ],
    [
      { ...good, sources: [{ type: 'custom', name: 'erp', secret: 'a-secret-text', mapping: '{ "event": ' }] },
      'sources[0]: custom: mapping of "erp": Expected "}" before end of expression (at character 11)',
    ],
    [
      { ...good, sources: [{ type: 'shopify', secret: 'short' }] },
      'sources[0].secret: a text of 5 characters came; expected a text of at least 8 characters, or a list of the old and the new one',
    ],
    [
      {
        ...good,
        sources: [
          { type: 'shopify', secret: 'a-secret-text' },
          { type: 'shopify', secret: 'a-secret-text' },
        ],
      },
      'sources: two are called "shopify"; give one of them another "name", which is also its address',
    ],
    [{ ...good, destination: [] }, 'destination: there is no such key; did you mean "destinations"?'],
    [
      { ...good, destinations: [{}] },
      'destinations[0].type: nothing came; expected one of "customerio-track", "customerio-pipelines", "rudderstack", "segment-compatible", "webhook"',
    ],
    [
      { ...good, destinations: [destination, { type: 'rudderstak' }] },
      'destinations[1].type: "rudderstak" came; expected one of "customerio-track", "customerio-pipelines", "rudderstack", "segment-compatible", "webhook"; did you mean "rudderstack"?',
    ],
    [
      { ...good, destinations: [{ type: 'rudderstack', writeKey: 'k', dataPlaneUrl: 'data.example' }] },
      'destinations[0].dataPlaneUrl: "data.example" came; expected an address such as "https://api.example/v1/batch"',
    ],
    [
      { ...good, destinations: [{ type: 'customerio-pipelines', apiKey: 'k', region: 'us', anonymous: 'drop' }] },
      'destinations[0].anonymous: "drop" came; expected "hold" or "forward"',
    ],
    [
      { ...good, destinations: [{ type: 'webhook', url: 'https://x.example', secret: 'whsec_c2hvcnQ=' }] },
      'destinations[0]: webhook: secret: a text of 14 characters came; expected "whsec_" and 24 to 64 bytes in base64',
    ],
    [
      {
        ...good,
        destinations: [{ type: 'webhook', url: 'http://x.example', secret: `whsec_${btoa('x'.repeat(32))}` }],
      },
      'destinations[0]: webhook: url: "http://x.example" came; expected an https address (http only with allowPrivateAddresses: true)',
    ],
    [
      { ...good, destinations: [destination, { ...destination, region: 'de' }] },
      'destinations[1].region: "de" came; expected "us" or "eu"',
    ],
    [
      { ...good, destinations: [{ ...destination, apikey: 'x' }] },
      'destinations[0].apikey: there is no such key; did you mean "apiKey"?',
    ],
    [
      { ...good, destinations: [destination, destination] },
      'destinations: two are called "customerio"; give one of them another "name"',
    ],
    [
      { ...good, plan: { events: { Quiz: {} } } },
      'definePlan: events.Quiz came; expected a name in snake_case, such as quiz_finished',
    ],
    [
      { ...good, plan: { unknownEvents: 'drop' } },
      'plan.unknownEvents: "drop" came; expected "accept", "quarantine" or "quarantine_similar"',
    ],
  ])('%j', (value, expected) => expect(complaint(value)).toBe(expected));

  test('orders left open, without a server key', () => {
    expect(complaint({ ...good, orders: undefined })).toMatch(
      /^orders: nothing came, and there is no server key and no source; expected "server".* or "browser"/,
    );
    expect(complaint({ ...good, orders: undefined, keys: [{ key: 'sk_live_1', kind: 'server' }] })).toBe('none');
  });

  test('no secret is repeated', () => {
    expect(complaint({ ...good, keys: [{ key: 'se cret', kind: 'write' }] })).not.toContain('cret');
    expect(complaint({ ...good, activityKey: 77_777_777 })).not.toContain('777');
  });
});

describe('a good configuration', () => {
  test('may hold a source of each kind, by name', () => {
    const secret = 'a-secret-text';
    const plain = ['shopify', 'woocommerce', 'recharge', 'skio', 'commercetools', 'customerio'].map((type) => ({
      type,
      secret,
    }));
    const sources = [
      ...plain,
      { type: 'bigcommerce', secret, storeHash: 'abc', accessToken: 'token' },
      { type: 'custom', secret, name: 'erp', mapping: '[]' },
    ];
    expect(read({ ...good, sources }).sources.map(({ name }) => name)).toEqual([
      ...plain.map(({ type }) => type),
      ...['bigcommerce', 'custom/erp'],
    ]);
  });

  test('may leave orders open where a source tells of them', () => {
    const sources = [
      { type: 'shopify', secret: 'a-secret-text' },
      shopify({ secret: 'another-secret', name: 'outlet' }),
    ];
    const { orders, sources: made } = read({ ...good, orders: undefined, sources });
    expect([orders, made.map(({ name }) => name)]).toEqual([undefined, ['shopify', 'outlet']]);
  });

  test('may hold destinations and a plan as objects', () => {
    const mine = customerioTrack({ siteId: 's', apiKey: 'a', region: 'us', name: 'mine' });
    const config = read({
      ...good,
      destinations: [mine, { type: 'customerio-track', siteId: 's', apiKey: 'a', region: 'eu' }],
      plan: definePlan({ version: '7' }),
    });
    expect(config.destinations.map(({ name }) => name)).toEqual(['mine', 'customerio']);
    expect(config.destinations[0]).toBe(mine);
    expect(config.plan).toMatchObject({ version: '7', unknownEvents: 'quarantine_similar' });
  });

  test('may hold several destinations of each kind, by name', () => {
    const config = read({
      ...good,
      destinations: [
        { type: 'customerio-track', siteId: 's', apiKey: 'a', region: 'eu', api: 'v1' },
        { type: 'customerio-pipelines', apiKey: 'a', region: 'eu' },
        {
          type: 'rudderstack',
          writeKey: 'k',
          dataPlaneUrl: 'https://data.example',
          naming: 'segment',
          anonymous: 'forward',
        },
        { type: 'segment-compatible', writeKey: 'k', endpoint: 'https://api.segment.io/v1/batch' },
        { type: 'segment-compatible', writeKey: 'k', endpoint: 'https://other.example/v1/batch', name: 'other' },
        { type: 'webhook', url: 'https://crm.example/hook', secret: `whsec_${btoa('x'.repeat(32))}` },
      ],
    });
    expect(config.destinations.map(({ name, anonymous }) => `${name} ${anonymous}`)).toEqual([
      'customerio hold',
      'customerio-pipelines hold',
      'rudderstack forward',
      'segment-compatible hold',
      'other hold',
      'webhook hold',
    ]);
  });

  test('needs no plan: the canonical one it is', () => {
    expect(read(good).plan).toMatchObject(definePlan());
  });
});
