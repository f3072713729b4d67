// `npm start`: the whole path on this machine. A shop, the relay in a process of its own, and a stand-in for Customer.io.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createCustomerioDouble } from '../test/doubles/customerio/index.ts';
import { listenShop } from './script-tag-shop/serve.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const hostname = '127.0.0.1';

const isFree = async (port: number): Promise<boolean> => {
  const server = createServer();
  const free = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, hostname, () => resolve(true));
  });
  if (free) await new Promise((resolve) => server.close(resolve));
  return free;
};

/** The wanted port, or the next one that nobody holds. */
const freePort = async (wanted: number): Promise<number> => ((await isFree(wanted)) ? wanted : freePort(wanted + 1));

const [shopPort, relayPort, customerioPort] = [await freePort(8080), await freePort(8787), await freePort(8025)];
const relayUrl = `http://${hostname}:${relayPort}`;

let relay: ChildProcess | undefined;
const isRunning = (): boolean => !!relay && relay.exitCode === null && relay.signalCode === null;

const startRelay = async (): Promise<void> => {
  if (isRunning()) return;
  const args = [`${root}dist/cli.js`, 'relay', '--config', `${root}examples/demo/cartline.config.ts`];
  const env = { ...process.env, DEMO_RELAY_PORT: String(relayPort), DEMO_CUSTOMERIO: api.url };
  relay = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'ignore', 'inherit'] });
  for (;;) {
    if (!isRunning()) process.exit(relay.exitCode ?? 1);
    const isUp = await fetch(`${relayUrl}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

const stopRelay = async (signal: NodeJS.Signals): Promise<void> => {
  if (!relay || !isRunning()) return;
  const exit = once(relay, 'exit');
  relay.kill(signal);
  await exit;
};

await rm(`${root}.cartline/demo`, { recursive: true, force: true });
const customerio = createCustomerioDouble({ siteId: 'demo', apiKey: 'demo' });
const api = await customerio.listen({ port: customerioPort, hostname });
await startRelay();
const [stub, script, debug] = await Promise.all([
  readFile(`${root}dist/stub.js`, 'utf8'),
  readFile(`${root}dist/cartline-full.js`, 'utf8'),
  readFile(`${root}dist/debug.js`, 'utf8'),
]);
const snippet = `<script>${stub}</script>\n<script async src="/cartline-full.js" data-relay="${relayUrl}" data-write-key="wk_demo_shop"></script>`;
const shop = await listenShop({
  port: shopPort,
  hostname,
  snippet,
  scripts: { 'cartline-full.js': script, 'debug.js': debug },
});

const help = `
  Break it on purpose. Type a word and press Enter:
    kill      kill -9 the relay            start     start it again
    outage    Customer.io answers 503      recover   Customer.io is back
    quit
`;

console.log(`
  The shop                      ${shop.url}
  What the relay knows          ${relayUrl}/activity?key=demo-activity
  What Customer.io would know   ${api.url}

  Put something in the cart, leave an email in the popup, buy.
  ${shop.url}/?cartline_debug shows in the page what it does.
${help}`);

let endOutage: (() => void) | undefined;
const commands: Record<string, () => Promise<string> | string> = {
  kill: async () => {
    await stopRelay('SIGKILL');
    return 'The relay is dead. Go on shopping: the page keeps what happens. "start" brings it back.';
  },
  start: async () => {
    await startRelay();
    return 'The relay is up. What the shop kept arrives within a minute, or as soon as a page is opened.';
  },
  outage: () => {
    endOutage ??= customerio.inject({ status: 503 });
    return 'Customer.io answers 503. Go on shopping: the relay keeps what it owes. "recover" ends it.';
  },
  recover: () => {
    endOutage?.();
    endOutage = undefined;
    return 'Customer.io is back. The relay tries again by itself.';
  },
  quit: () => quit(),
};

const quit = async (): Promise<never> => {
  await stopRelay('SIGTERM');
  await Promise.all([shop.close(), api.close()]);
  process.exit(0);
};

const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  const command = commands[line.trim()];
  void Promise.resolve(command ? command() : help).then(console.log);
});
process.on('SIGINT', () => void quit());
process.on('SIGTERM', () => void quit());
