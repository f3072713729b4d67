import { attempt } from './attempt.ts';
import type { World } from './ports.ts';

/** Reads what we wrote as JSON; the fallback where there is nothing, or where another script wrote there. */
export const readJson = <T>({ get }: Pick<World, 'get'>, key: string, fallback: T): T =>
  attempt(() => JSON.parse(get(key)!) as T | null, fallback) ?? fallback; // nothing parses to null
