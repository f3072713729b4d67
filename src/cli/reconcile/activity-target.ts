import { findConfig } from '../find-config.ts';
import { UserError } from '../problem.ts';
import { readConfig } from '../read-config.ts';

/** Where the relay is, and what opens its activity page. */
export interface ActivityTarget {
  readonly relay: string;
  readonly key: string;
}

export interface ActivityTargetOptions {
  readonly config?: string;
  readonly relay?: string;
  readonly key?: string;
}

const DEFAULT_PORT = 8787;

const bare = (url: string): string => url.replace(/\/+$/, '');

/** Of the command line, else of the configuration. Throws a UserError where the key is in neither. */
export const activityTarget = async ({ config, relay, key }: ActivityTargetOptions): Promise<ActivityTarget> => {
  if (relay !== undefined && key !== undefined) return { relay: bare(relay), key };
  const { publicUrl, port, activityKey } = readConfig(await findConfig(config, process.cwd(), process.env));
  const given = key ?? activityKey;
  if (given === undefined)
    throw new UserError(
      '--key: nothing came, and the configuration has no activityKey; expected the key that the relay printed',
    );
  return { relay: bare(relay ?? publicUrl ?? `http://127.0.0.1:${port ?? DEFAULT_PORT}`), key: given };
};
