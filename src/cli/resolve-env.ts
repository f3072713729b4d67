import { UserError } from './problem.ts';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const variableOf = (value: unknown): string | undefined => {
  if (!isRecord(value) || Object.keys(value).length !== 1) return undefined;
  return typeof value['env'] === 'string' ? value['env'] : undefined;
};

/**
 * Replaces each `{ "env": "NAME" }` of a JSON configuration by the environment variable, so that the file holds no
 * secret. Throws a UserError that names the key and the variable when it is not set.
 */
export const resolveEnv = (value: unknown, env: NodeJS.ProcessEnv, file: string, path = ''): unknown => {
  const variable = variableOf(value);
  if (variable !== undefined) {
    const found = env[variable];
    if (found) return found;
    throw new UserError(`${file}: ${path}: the environment variable ${variable} is not set; set it before the start`);
  }
  if (Array.isArray(value)) return value.map((item, index) => resolveEnv(item, env, file, `${path}[${index}]`));
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).map(([key, inner]) => [
    key,
    resolveEnv(inner, env, file, path ? `${path}.${key}` : key),
  ]);
  return Object.fromEntries(entries) as unknown;
};
