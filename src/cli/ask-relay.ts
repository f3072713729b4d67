import { findConfig } from './find-config.ts';
import { UserError } from './problem.ts';
import { readConfig } from './read-config.ts';

/** Options by which a command finds a running relay. */
export interface RelayAddress {
  readonly config?: string;
  readonly relay?: string;
  readonly key?: string;
}

export interface Target {
  readonly relay: string;
  readonly key: string;
}

const DEFAULT_PORT = 8787;

/** Where the relay is and what opens it: of the command line, else of the configuration. */
export const relayAt = async ({ config, relay, key }: RelayAddress): Promise<Target> => {
  if (relay !== undefined && key !== undefined) return { relay, key };
  const { publicUrl, port, activityKey } = readConfig(await findConfig(config, process.cwd(), process.env));
  const given = key ?? activityKey;
  if (given === undefined)
    throw new UserError(
      '--key: nothing came, and the configuration has no activityKey; expected the key that the relay printed',
    );
  return { relay: relay ?? publicUrl ?? `http://127.0.0.1:${port ?? DEFAULT_PORT}`, key: given };
};

const post = async ({ relay, key }: Target, path: string, body: unknown): Promise<Response> => {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  try {
    return await fetch(`${relay.replace(/\/+$/, '')}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  } catch {
    throw new UserError(`--relay: nobody answers at ${relay}; start the relay, or name its address`);
  }
};

/** Asks a running relay; what it answers, or a UserError with what it says. */
export const askRelay = async (target: Target, path: string, body: unknown): Promise<unknown> => {
  const response = await post(target, path, body);
  const answer = (await response.json().catch(() => ({}))) as { error?: { message?: string } }; // our own relay's
  if (response.ok) return answer;
  throw new UserError(`the relay answered ${response.status}: ${answer.error?.message ?? 'nothing more'}`);
};
