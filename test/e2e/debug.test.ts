import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { problemKinds } from '../../src/debug/problems.ts';
import { createCustomerioDouble, type CustomerioDouble, type Listening } from '../doubles/customerio/index.ts';
import { launchChromium } from '../support/browser.ts';
import { startRelay, until, writeKey, type RelayProcess } from '../support/relay-process.ts';

const root = new URL('../../', import.meta.url);
const dist = (file: string): URL => new URL(`dist/${file}`, root);

/** The panel's file as the build made it, or made here where the build has none. */
const debugFile = async (): Promise<string> => {
  if (existsSync(dist('debug.js'))) return readFileSync(dist('debug.js'), 'utf8');
  const { outputFiles } = await build({
    entryPoints: [new URL('src/debug.ts', root).pathname],
    bundle: true,
    write: false,
    format: 'esm',
    define: { __VERSION__: '"0.0.0-test"' },
  });
  return outputFiles[0]?.text ?? '';
};

const nonce = 'c2VjcmV0';
/** The tightest policy that lets a script run at all. */
const policy = (scriptSource: string, relay: string): string =>
  `default-src 'none'; script-src ${scriptSource}; connect-src ${relay}; require-trusted-types-for 'script'; trusted-types 'none'`;

/** The small script unless the address asks for the full one, which alone can load the panel. */
const pageHtml = (relay: string, file: string): string => `<!doctype html><title>Strict</title>
<script nonce="${nonce}">
  window.violations = [];
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile }) =>
    violations.push([violatedDirective, blockedURI, sourceFile].join(' ')));
</script>
<script nonce="${nonce}">${readFileSync(dist('stub.js'), 'utf8')}</script>
<script nonce="${nonce}" async src="/${file}" data-relay="${relay}" data-write-key="${writeKey}"></script>
<button id="search">Search</button> <button id="slip">Slip</button>
<script nonce="${nonce}">
  const on = (id, ...call) => document.getElementById(id).addEventListener('click', () => cartline(...call));
  on('search', 'track', 'products_searched', { query: 'rosehip oil', results_count: 3 });
  on('slip', 'track', 'aded_to_cart', { product_id: 'p1' });
  cartline('page');
</script>`;

describe.each([
  ['a nonce', `'nonce-${nonce}'`],
  ["a nonce and 'strict-dynamic'", `'nonce-${nonce}' 'strict-dynamic'`],
])('a page whose policy allows scripts by %s, and Trusted Types by no policy', (_, scriptSource) => {
  let browser: Browser;
  let customerio: CustomerioDouble;
  let api: Listening;
  let relay: RelayProcess;
  let shop: Server;
  let url: string;
  let page: Page;
  let debug: string;
  const asked: string[] = [];
  const complaints: string[] = [];

  const respond = (response: ServerResponse, type: string, body: string): void =>
    void response
      .writeHead(200, { 'content-type': type, 'content-security-policy': policy(scriptSource, relay.url) })
      .end(body);

  beforeAll(async () => {
    debug = await debugFile();
    browser = await launchChromium();
    customerio = createCustomerioDouble({ siteId: 'site', apiKey: 'key' });
    api = await customerio.listen();
    relay = await startRelay(api.url);
    shop = createServer(({ url: path = '' }, response) => {
      asked.push(path);
      const [, script] = /^\/(cartline(?:-full)?\.js)$/.exec(path) ?? [];
      if (script) respond(response, 'text/javascript', readFileSync(dist(script), 'utf8'));
      else if (path === '/debug.js') respond(response, 'text/javascript', debug);
      else respond(response, 'text/html', pageHtml(relay.url, path === '/' ? 'cartline.js' : 'cartline-full.js'));
    });
    await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(shop.address() as AddressInfo).port}/`; // it listens on a port
  });
  afterAll(async () => {
    await browser.close();
    shop.close();
    await relay.close();
    await api.close();
  });
  beforeEach(async () => {
    asked.length = complaints.length = 0;
    page = await (await browser.newContext()).newPage();
    page.on('pageerror', ({ message }) => complaints.push(message));
    page.on('console', (message) => {
      if (/policy|trusted/i.test(message.text())) complaints.push(message.text());
    });
  });
  afterEach(() => page.context().close());

  const stored = async (event: string): Promise<boolean> =>
    (await relay.feed()).some((line) => (line.event ?? line.type) === event);
  const expectNoViolation = async (): Promise<void> => {
    expect(await page.evaluate('violations')).toEqual([]);
    expect(complaints).toEqual([]);
  };
  const panel = () => page.getByRole('dialog', { name: 'Cartline debug panel' });
  const entry = (name: string) => panel().locator('.entry', { hasText: name });

  it.each(['', '?full'])('is tracked without a violation and without the panel, at /%s', async (query) => {
    await page.goto(url + query);
    await page.getByRole('button', { name: 'Search' }).click();
    await until(
      'the page view and the search',
      async () => (await stored('page')) && (await stored('products_searched')),
    );
    await expectNoViolation();
    expect(await page.locator('cartline-debug').count()).toBe(0);
    expect(asked).not.toContain('/debug.js');
  });

  it('shows with ?cartline_debug what was tracked and that it was accepted, and what was wrong in the words of the relay', async () => {
    await page.goto(`${url}?cartline_debug`);
    await page.getByRole('button', { name: /^Cartline: / }).click();
    await page.getByRole('button', { name: 'Search' }).click();
    await entry('products_searched').getByText('“rosehip oil” · 3 results').waitFor();
    await entry('products_searched').getByText('accepted').waitFor();
    await page.getByRole('button', { name: 'Slip' }).click();
    await entry('aded_to_cart').getByText('given up').waitFor();
    await entry('aded_to_cart').click();
    await entry('aded_to_cart').getByText('did you mean "added_to_cart"?').waitFor();
    await panel()
      .getByRole('tab', { name: /^Problems/ })
      .click();
    await panel().getByText('event_name_similar').waitFor();
    await page.keyboard.press('Escape');
    await panel().waitFor({ state: 'hidden' });
    await expectNoViolation();
  });

  it('shows what waits while the relay is dead, and what the relay makes of it when it is back', async () => {
    await page.goto(`${url}?cartline_debug`);
    await page.getByRole('button', { name: /^Cartline: / }).click();
    const newest = panel().locator('.entry').first();
    await page.getByRole('button', { name: 'Search' }).click();
    await newest.getByText('accepted').waitFor();
    await relay.kill();
    await page.getByRole('button', { name: 'Slip' }).click();
    await newest.getByText('queued').waitFor();
    await panel()
      .getByText(/^1 waiting, next try in \d+ s$/)
      .waitFor();
    await relay.start();
    await newest.getByText('given up').waitFor({ timeout: 60_000 });
    await panel().getByText('Everything has arrived').waitFor();
  });
});

describe.each(['cartline.js', 'cartline-full.js'])('dist/%s', (file) => {
  it('holds nothing of the panel', () => {
    const script = readFileSync(dist(file), 'utf8');
    const ofThePanel = [
      'cartline-debug',
      'attachShadow',
      'adoptedStyleSheets',
      'Problems',
      ...Object.keys(problemKinds),
    ];
    expect(ofThePanel.filter((text) => script.includes(text))).toEqual([]);
  });
});
