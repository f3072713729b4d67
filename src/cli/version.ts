import { existsSync, readFileSync } from 'node:fs';

/** package.json stands one folder above dist/, and two above src/cli/. */
const candidates = ['../package.json', '../../package.json'];

const nameAndVersion = (path: URL): { name?: string; version?: string } =>
  existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as { name?: string; version?: string }) : {}; // our own file

/** The version of this package, as its package.json says. */
export const readVersion = (): string => {
  const found = candidates
    .map((path) => nameAndVersion(new URL(path, import.meta.url)))
    .find(({ name }) => name === 'cartline');
  return found?.version ?? 'unknown';
};
