import { findConfig } from './find-config.ts';
import { UserError } from './problem.ts';
import { readConfig } from './read-config.ts';

/** Options of `cartline replay`, as they stand on the command line. */
export interface ReplayCommandOptions {
  readonly config?: string;
  readonly relay?: string;
  readonly key?: string;
  readonly destination?: string;
}

const WHATS = ['dead', 'quarantine'] as const;
type What = (typeof WHATS)[number];

const DEFAULT_PORT = 8787;

const isWhat = (value: string): value is What => WHATS.some((what) => what === value);

interface Target {
  readonly relay: string;
  readonly key: string;
}

/** Where the relay is and what opens it: of the command line, else of the configuration. */
const targetOf = async ({ config, relay, key }: ReplayCommandOptions): Promise<Target> => {
  if (relay !== undefined && key !== undefined) return { relay, key };
  const { publicUrl, port, activityKey } = readConfig(await findConfig(config, process.cwd(), process.env));
  const given = key ?? activityKey;
  if (given === undefined)
    throw new UserError(
      '--key: nothing came, and the configuration has no activityKey; expected the key that the relay printed',
    );
  return { relay: relay ?? publicUrl ?? `http://127.0.0.1:${port ?? DEFAULT_PORT}`, key: given };
};

const ask = async ({ relay, key }: Target, body: unknown): Promise<Response> => {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const url = `${relay.replace(/\/+$/, '')}/activity/replay`;
  try {
    return await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  } catch {
    throw new UserError(`--relay: nobody answers at ${relay}; the relay has to run while it replays`);
  }
};

interface Answer {
  readonly replayed?: number;
  readonly refused?: readonly { readonly messageId: string; readonly message: string }[];
  readonly error?: { readonly message?: string };
}

const said: Readonly<Record<What, string>> = {
  dead: 'dead letters are pending again; the activity page shows what becomes of them',
  quarantine: 'messages left the quarantine',
};

/** `cartline replay`: asks the running relay to send again what was refused. Throws UserErrors. */
export const runReplay = async (what: string, options: ReplayCommandOptions): Promise<void> => {
  if (!isWhat(what)) throw new UserError(`replay: "${what}" came; expected "dead" or "quarantine"`);
  const { destination } = options;
  const response = await ask(await targetOf(options), { what, ...(destination !== undefined && { destination }) });
  const { replayed = 0, refused = [], error } = (await response.json().catch(() => ({}))) as Answer; // our own relay's
  if (!response.ok) throw new UserError(`the relay answered ${response.status}: ${error?.message ?? 'nothing more'}`);
  process.stdout.write(`${replayed} ${said[what]}\n`);
  refused.forEach(({ messageId, message }) => process.stdout.write(`still refused: ${messageId}: ${message}\n`));
};
