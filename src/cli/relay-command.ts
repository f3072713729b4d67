import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { createRelay, type Relay } from '../relay/create-relay.ts';
import { scriptTag } from '../relay/script-tag.ts';
import { createSqliteStore } from '../relay/store/sqlite/sqlite-store.ts';
import { banner } from './banner.ts';
import { checkDestinations } from './check-destinations.ts';
import { findConfig } from './find-config.ts';
import { createJsonLogger } from './json-logger.ts';
import { listen } from './listen.ts';
import { UserError } from './problem.ts';
import { readConfig, type ReadConfig } from './read-config.ts';
import { readSdkFiles, type SdkFiles } from './sdk-files.ts';
import { storePathOf } from './store-path.ts';
import { stopOnSignals } from './stop-on-signals.ts';
import { readVersion } from './version.ts';

/** Options of `cartline relay`, as they stand on the command line. */
export interface RelayCommandOptions {
  readonly config?: string;
  readonly port?: string;
  readonly host?: string;
}

const DEFAULT_PORT = 8787;
const DEFAULT_HOST = '127.0.0.1';
const ACTIVITY_KEY_BYTES = 16;

const readPort = (given: string | undefined, configured: number | undefined): number => {
  if (given === undefined) return configured ?? DEFAULT_PORT;
  const port = Number(given);
  if (/^\d+$/.test(given) && port <= 65_535) return port;
  throw new UserError(`--port: "${given}" came; expected a whole number from 0 to 65535`);
};

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const prepareFolder = (path: string): void => {
  try {
    mkdirSync(dirname(path), { recursive: true });
  } catch (error) {
    throw new UserError(
      `store.path: the folder of ${path} cannot be made: ${messageOf(error)}; choose another path, or make it writable`,
    );
  }
};

const startRelay = async (relay: Relay, storePath: string): Promise<void> => {
  try {
    await relay.start();
  } catch (error) {
    throw new UserError(`store.path: ${storePath}: ${messageOf(error)}`);
  }
};

const tagFor = (config: ReadConfig, relayUrl: string, files: SdkFiles | undefined): string | undefined => {
  const writeKey = config.keys.find(({ kind }) => kind === 'write')?.key;
  if (!files || writeKey === undefined) return undefined;
  // The script takes its own origin for the relay; with a path in front it has to be told
  const relay = new URL(relayUrl).pathname === '/' ? undefined : relayUrl;
  return scriptTag({
    stub: files.stub,
    src: `${relayUrl}/cartline.js`,
    writeKey,
    ...(relay !== undefined && { relay }),
  });
};

/** Without a host there is no link of a page's product that is taken: the mails would come without pictures. */
const lacksHosts = ({ plan, keys }: ReadConfig): boolean =>
  plan.hosts.length === 0 && keys.some(({ kind, origins = [] }) => kind !== 'server' && origins.length === 0);

const warningsFor = (config: ReadConfig, files: SdkFiles | undefined): string[] => [
  ...(lacksHosts(config)
    ? [
        "plan.hosts: nothing came, and a key has no origins: links and images of products are removed from what a page sends. Name the shop's hosts.",
      ]
    : []),
  ...(config.orders === 'browser'
    ? [
        'orders: "browser": the page is believed about orders, and anybody can forge one. Right for a demo; a shop with a back end sends them with a server key.',
      ]
    : []),
  ...(files ? [] : ['the browser script is not there: build the package (npm run build), or take it from npm.']),
  ...(config.keys.some(({ kind }) => kind === 'write')
    ? []
    : ['keys: there is no write key, so no page can send anything.']),
];

const urlOf = (host: string, port: number): string =>
  `http://${host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host}:${port}`;

const createFrom = (config: ReadConfig, storePath: string, activityKey: string, files: SdkFiles | undefined): Relay => {
  const { plan, destinations, sources, keys, orders, identitySecret, trustProxy, limits, logPersonalData } = config;
  const { identityProof, emailChange, heldDays, retention } = config;
  return createRelay({
    plan,
    destinations,
    sources,
    keys: keys.map(({ key, kind, rate, source, origins, money, events }) => ({
      ...{ key, kind, rate },
      ...(source !== undefined && { source }),
      ...(origins && { origins }),
      ...(money && { money }),
      ...(events && { events }),
    })),
    store: createSqliteStore({ path: storePath }),
    activityKey,
    logger: createJsonLogger((line) => void process.stderr.write(line)),
    ...(orders && { orders }),
    ...(identitySecret !== undefined && { identitySecret }),
    ...(identityProof && { identityProof }),
    ...(emailChange && { emailChange }),
    ...(heldDays !== undefined && { heldDays }),
    ...(retention && { retention }),
    ...(trustProxy !== undefined && { trustProxy }),
    ...(limits && { limits }),
    ...(logPersonalData && { logPersonalData }),
    ...(files && { sdk: files.sdk, scripts: files.scripts }),
  });
};

/** `cartline relay`: reads the configuration, opens the store, listens, and says where. Throws UserErrors. */
export const runRelay = async (options: RelayCommandOptions): Promise<void> => {
  const config = readConfig(await findConfig(options.config, process.cwd(), process.env));
  const port = readPort(options.port, config.port);
  const host = options.host ?? config.host ?? DEFAULT_HOST;
  const storePath = storePathOf(config);
  const activityKey = config.activityKey ?? randomBytes(ACTIVITY_KEY_BYTES).toString('hex');
  const files = readSdkFiles();
  const relay = createFrom(config, storePath, activityKey, files);
  prepareFolder(storePath);
  await startRelay(relay, storePath);
  const server = await listen(relay, host, port).catch(async (error: unknown) => {
    await relay.stop();
    throw error;
  });
  stopOnSignals(() => server.close(relay.stop()));
  const relayUrl = (config.publicUrl ?? urlOf(host, server.port)).replace(/\/+$/, '');
  const activityUrl = `${relayUrl}/activity?key=${encodeURIComponent(activityKey)}`;
  const destinations = await checkDestinations(config.destinations);
  const sources = config.sources.map(({ name }) => `${relayUrl}/sources/${name}`);
  const facts = { version: readVersion(), relayUrl, activityUrl, storePath, destinations, sources };
  process.stdout.write(
    banner({ ...facts, scriptTag: tagFor(config, relayUrl, files), warnings: warningsFor(config, files) }),
  );
};
