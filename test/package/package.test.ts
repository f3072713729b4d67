import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { buildSync } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

/** Packs the package and unpacks it as a stranger's node_modules would hold it, with its dependencies beside it. */
const installPacked = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'cartline-package-'));
  const [{ filename }] = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  ) as [{ filename: string }];
  mkdirSync(join(folder, 'node_modules/cartline'), { recursive: true });
  execFileSync('tar', [
    'xzf',
    join(folder, filename),
    '-C',
    join(folder, 'node_modules/cartline'),
    '--strip-components=1',
  ]);
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (!name.startsWith('.') && !name.startsWith('cartline'))
      symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));
  }
  return folder;
};

describe('the packed package', () => {
  let folder: string;
  beforeAll(() => {
    folder = installPacked();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const node = (code: string): string =>
    execFileSync(process.execPath, ['--input-type=module', '-e', code], { cwd: folder, encoding: 'utf8' }).trim();
  const exportsOf = (door: string): string[] =>
    JSON.parse(node(`console.log(JSON.stringify(Object.keys(await import('${door}')).sort()))`)) as string[];

  it.each([
    ['cartline', ['createCartline']],
    ['cartline/server', ['createServerTracking', 'getAnonymousId']],
    [
      'cartline/react',
      [
        'CartlineProvider',
        'TrackProduct',
        'configureCartline',
        'createTrackCart',
        'isOptimisticCart',
        'readBigCommerceCart',
        'readCart',
        'readCommercetoolsCart',
        'readMedusaCart',
        'readPlainCart',
        'readShopifyAjaxCart',
        'readShopifyStorefrontCart',
        'readWooCommerceCart',
        'useCartline',
        'useIdentify',
        'usePageViews',
        'useTrackCart',
      ],
    ],
    [
      'cartline/consent',
      ['cookiebotConsent', 'followConsent', 'googleConsent', 'oneTrustConsent', 'shopifyConsent', 'tcfConsent'],
    ],
  ])('%s exports just %j, and can be imported where there is no window', (door, names) => {
    expect(exportsOf(door)).toEqual(names);
  });

  it.each([
    ['cartline/relay', ['createRelay', 'createSqliteStore', 'customerioTrack', 'defineConfig', 'definePlan']],
    ['cartline/schema', ['checkMessage', 'definePlan', 'eventNames', 'message', 'limits']],
  ])('%s has %j', (door, names) => {
    expect(exportsOf(door)).toEqual(expect.arrayContaining(names));
  });

  it('brings the JSON Schema of the plan for other languages', () => {
    const title = node(
      `import schema from 'cartline/plan.schema.json' with { type: 'json' }; console.log(schema.title, Object.keys(schema.$defs).length)`,
    );
    expect(title).toBe('Cartline message 18');
  });

  it('holds nothing but dist and the four texts', () => {
    const files = readdirSync(join(folder, 'node_modules/cartline')).sort();
    expect(files).toEqual(['CHANGELOG.md', 'LICENSE', 'README.md', 'dist', 'package.json']);
  });

  it('keeps "use client" in the built React door', () => {
    expect(read('dist/react.js').startsWith("'use client';")).toBe(true);
  });

  it.each([
    [
      'all hooks but for carts',
      700,
      'cartline/react',
      ['configureCartline', 'useCartline', 'TrackProduct', 'useIdentify', 'usePageViews'],
    ],
    [
      'all hooks, and carts of Shopify',
      1_350,
      'cartline/react',
      [
        'configureCartline',
        'useCartline',
        'TrackProduct',
        'useIdentify',
        'usePageViews',
        'createTrackCart',
        'readShopifyStorefrontCart',
      ],
    ],
    ['all hooks, and carts of every platform', 2_150, 'cartline/react', ['*']],
    ['one consent tool', 1_000, 'cartline/consent', ['followConsent', 'oneTrustConsent']],
  ])('adds at most so much to a shop that imports %s: %i B', (_, most, door, names) => {
    const wanted = names.includes('*') ? '*' : `{ ${names.join(', ')} }`;
    const { outputFiles } = buildSync({
      stdin: { contents: `export ${wanted} from '${door}';`, resolveDir: folder },
      bundle: true,
      minify: true,
      write: false,
      format: 'esm',
      target: 'es2022',
      external: ['react', './index.js'], // what is there anyway: React, and the client
    });
    expect(brotliCompressSync(outputFiles[0]!.contents).length).toBeLessThanOrEqual(most);
  });

  it('lets a browser bundle of the client in without any dependency', () => {
    const imported = ['index.js', 'follow-consent.js'].flatMap((file) =>
      [...read(`dist/${file}`).matchAll(/from '([^']*)'/g)].map(([, from]) => from),
    );
    expect(imported).toEqual([]);
  });
});

describe('what a page keeps for the next one', () => {
  it.each(['cartline.js', 'cartline-full.js'])('has the same names in %s as in the npm build', (file) => {
    for (const name of ['id', 'body', 'rank', 'stored'])
      expect(read(`dist/${file}`)).toMatch(new RegExp(`\\b${name}:`));
  });
});

describe('the README', () => {
  it.each(['cartline.js', 'cartline-full.js'])('quotes the size that %s has', (file) => {
    const bytes = brotliCompressSync(read(`dist/${file}`)).length;
    const quoted = `${bytes.toLocaleString('en-US')} B`;
    expect(read('README.md'), `README.md should say ${quoted}`).toContain(quoted);
  });

  it('shows the inline stub that the build made', () => {
    expect(read('README.md')).toContain(read('dist/stub.js').trim());
    expect(read('dist/stub.js').trim().length).toBeLessThanOrEqual(300);
  });
});

describe('docs/shopify.md', () => {
  it('shows the inline stubs that the build made', () => {
    expect(read('docs/shopify.md')).toContain(read('dist/stub.js').trim() + read('dist/shopify-stub.js').trim());
  });
});

describe('docs/events.md', () => {
  it('is what the schemas say', async () => {
    const { eventsDoc } = await import('../support/events-doc.mjs');
    expect(read('docs/events.md'), 'run npm run docs:events').toBe(eventsDoc());
  });
});
