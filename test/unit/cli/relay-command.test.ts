import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { buildCli } from './build-cli.ts';
import { folderWith, good } from './config-folder.ts';
import { runCli, startCli, type Running } from './run-cli.ts';

let cli: string;
beforeAll(async () => {
  cli = await buildCli();
}, 30_000);

const running: Running[] = [];
afterEach(() => running.splice(0).forEach(({ process }) => process.kill('SIGKILL')));

const start = (cwd: string, args: readonly string[] = [], env?: Record<string, string>): Running => {
  const relay = startCli(cli, ['relay', ...args], { cwd, ...(env && { env }) });
  running.push(relay);
  return relay;
};

const urlOf = async (relay: Running): Promise<string> => (await relay.says(/Relay +(\S+)\n[\s\S]*\n\n$/))[1] ?? '';

const send = (url: string, messageId: string): Promise<unknown> =>
  fetch(`${url}/v1/batch`, {
    method: 'POST',
    body: JSON.stringify({
      writeKey: 'wk_live_1',
      batch: [{ type: 'page', messageId, anonymousId: 'a', properties: { url: 'u' } }],
    }),
  }).then((response) => response.json());

describe('cartline relay', () => {
  test('starts from a JSON file, says where everything is, and takes messages in', async () => {
    const relay = start(folderWith({ 'cartline.config.json': { ...good, activityKey: 'open sesame' } }));
    const url = await urlOf(relay);
    const [banner] = await relay.says(/[\s\S]+/);
    expect(banner).toContain('Cartline 1.2.3');
    expect(banner).toContain(`${url}/activity?key=open%20sesame`);
    expect(banner).toContain('.cartline/relay.db');
    expect(banner).toContain(
      `<script>window.stub=1</script>\n<script async src="${url}/cartline.js" data-write-key="wk_live_1"></script>`,
    );
    expect(banner).toContain('! orders: "browser": the page is believed');
    expect(await send(url, 'm1')).toEqual({ accepted: ['m1'], duplicates: [], rejected: [] });
    const script = await fetch(`${url}/cartline.js`);
    expect([await script.text(), script.headers.get('content-encoding')]).toEqual(['window.cartline=1', 'gzip']);
  });

  test('stops on SIGTERM with 0, frees the port, and remembers when it starts again', async () => {
    const cwd = folderWith({ 'cartline.config.json': good });
    const first = start(cwd);
    await send(await urlOf(first), 'm1');
    first.process.kill('SIGTERM');
    expect((await first.ended).code).toBe(0);
    const second = start(cwd);
    expect(await send(await urlOf(second), 'm1')).toMatchObject({ duplicates: ['m1'] });
  });

  test('stops while a browser watches the activity page', async () => {
    const relay = start(folderWith({ 'cartline.config.json': { ...good, activityKey: 'open-sesame' } }));
    const watching = await fetch(`${await urlOf(relay)}/activity/events`, {
      headers: { authorization: 'Bearer open-sesame' },
    });
    expect(watching.status).toBe(200);
    relay.process.kill('SIGINT');
    expect((await relay.ended).code).toBe(0);
    await watching.text().catch(() => ''); // ended or cut off: both are ends
  });

  test('takes a typed configuration, and secrets from the environment', async () => {
    const ts = `const port: number = 0; export default { port, keys: [{ key: process.env.KEY, kind: 'write' }], orders: 'browser', destinations: [] }`;
    expect(await urlOf(start(folderWith({ 'cartline.config.ts': ts }), [], { KEY: 'wk_live_1' }))).toMatch(
      /^http:\/\/127\.0\.0\.1:\d+$/,
    );
    const json = { ...good, keys: [{ key: { env: 'KEY' }, kind: 'write' }] };
    const url = await urlOf(start(folderWith({ 'my.json': json }), ['-c', 'my.json'], { KEY: 'wk_live_1' }));
    expect(await send(url, 'm1')).toMatchObject({ accepted: ['m1'] });
  });

  test('tells pages where the relay is when that has a path, and makes an activity key when there is none', async () => {
    const relay = start(folderWith({ 'cartline.config.json': { ...good, publicUrl: 'https://shop.example/cl/' } }));
    const [banner] = await relay.says(/Relay[\s\S]*\n\n$/);
    expect(banner).toContain(
      '<script async src="https://shop.example/cl/cartline.js" data-relay="https://shop.example/cl" data-write-key="wk_live_1">',
    );
    expect(banner).toMatch(/https:\/\/shop\.example\/cl\/activity\?key=[0-9a-f]{32}\n/);
  });

  test('warns of a destination that refuses, and starts all the same', async () => {
    const refusing = createServer((_, response) => response.writeHead(401).end()).listen(0);
    await once(refusing, 'listening');
    const baseUrl = `http://127.0.0.1:${(refusing.address() as AddressInfo).port}`;
    const destinations = [{ type: 'customerio-track', siteId: 's', apiKey: 'a', region: 'eu', baseUrl }];
    const relay = start(folderWith({ 'cartline.config.json': { ...good, destinations } }));
    await urlOf(relay);
    expect((await relay.says(/customerio: .*/))[0]).toMatch(/WARNING: Customer\.io refuses/);
    refusing.close();
  });

  test('says in one sentence that an older Node will not do', async () => {
    const older = "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.11.0' } })";
    const { code, stderr } = await runCli(cli, ['relay'], {
      cwd: tmpdir(),
      node: ['--import', `data:text/javascript,${encodeURIComponent(older)}`],
    });
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/^cartline: it needs Node 24 or newer and runs on 20\.11\.0; .*\n$/),
    ]);
  });
});
