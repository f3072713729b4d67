import { attempt } from './attempt.ts';
import type { World } from './ports.ts';

/** Reads what we wrote as JSON; the fallback where there is nothing, or where another script wrote there. */
export const readJson = <T>({ get }: Pick<World, 'get'>, key: string, fallback: T): T =>
  attempt(() => JSON.parse(get(key)!) as T | null) ?? fallback; // nothing parses to null

export const readList = <T>(world: Pick<World, 'get'>, key: string): T[] => readJson<T[]>(world, key, []);

/** Keeps a list as JSON; an empty one is not kept. */
export const writeList = ({ set }: Pick<World, 'set'>, key: string, list: readonly unknown[]): void =>
  set(key, list[0] ? JSON.stringify(list) : null);
