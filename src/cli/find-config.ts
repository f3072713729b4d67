import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { UserError } from './problem.ts';
import { resolveEnv } from './resolve-env.ts';

const names = ['ts', 'js', 'mjs', 'json'].map((extension) => `cartline.config.${extension}`);

/** A configuration as it stands in its file, not yet checked. */
export interface FoundConfig {
  /** Absolute. */
  readonly path: string;
  readonly value: unknown;
}

const locate = (given: string | undefined, cwd: string): string => {
  if (given === undefined) {
    const found = names.map((name) => resolve(cwd, name)).find(existsSync);
    if (found) return found;
    throw new UserError(
      `no configuration: none of ${names.join(', ')} is in ${cwd}; write one there, or name it with --config <file>`,
    );
  }
  const path = resolve(cwd, given);
  if (!existsSync(path)) throw new UserError(`--config ${given}: there is no file ${path}; check the path`);
  return path;
};

const messageOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';

const readJson = async (path: string): Promise<unknown> => {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as unknown;
  } catch (error) {
    throw new UserError(`${path} could not be read as JSON: ${messageOf(error)}`);
  }
};

const importDefault = async (path: string): Promise<unknown> => {
  let module: { default?: unknown };
  try {
    module = (await import(pathToFileURL(path).href)) as { default?: unknown };
  } catch (error) {
    throw new UserError(`${path} could not be loaded: ${messageOf(error)}; mend it there and start again`);
  }
  if (module.default === undefined)
    throw new UserError(`${path} has no default export; write: export default defineConfig({ … })`);
  return module.default;
};

/** Finds and loads a configuration: `given`, or cartline.config.{ts,js,mjs,json} in the folder. Throws a UserError. */
export const findConfig = async (
  given: string | undefined,
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<FoundConfig> => {
  const path = locate(given, cwd);
  const value = extname(path) === '.json' ? resolveEnv(await readJson(path), env, path) : await importDefault(path);
  return { path, value };
};
