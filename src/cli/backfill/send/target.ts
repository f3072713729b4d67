import { findConfig } from '../../find-config.ts';
import { UserError } from '../../problem.ts';
import { readConfig } from '../../read-config.ts';

/** The relay to send to, and the server key. */
export interface Target {
  readonly relay: string;
  readonly key: string;
}

export interface TargetOptions {
  readonly config?: string;
  readonly relay?: string;
  readonly key?: string;
}

const DEFAULT_PORT = 8787;

/** Of the command line, else of CARTLINE_SERVER_KEY, else of the configuration. Throws a UserError where it is nowhere. */
export const targetOf = async (options: TargetOptions): Promise<Target> => {
  const { config, relay, key = process.env['CARTLINE_SERVER_KEY'] } = options;
  if (relay !== undefined && key !== undefined) return { relay: relay.replace(/\/+$/, ''), key };
  const { publicUrl, port, keys } = readConfig(await findConfig(config, process.cwd(), process.env));
  const given = key ?? keys.find(({ kind }) => kind === 'server')?.key;
  if (given === undefined)
    throw new UserError(
      '--key: nothing came, and the configuration has no server key; expected the key of { kind: "server" } (or CARTLINE_SERVER_KEY)',
    );
  return { relay: (relay ?? publicUrl ?? `http://127.0.0.1:${port ?? DEFAULT_PORT}`).replace(/\/+$/, ''), key: given };
};
