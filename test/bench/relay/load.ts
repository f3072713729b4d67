import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Measured, Task } from './generate.ts';

const GENERATOR = fileURLToPath(new URL('./generate.ts', import.meta.url));
/** Time for the generator to start and to end, beside what it measures. */
const EXTRA_MS = 60_000;

/** Loads a server from a process of its own. */
export const load = async (task: Task): Promise<Measured> => {
  const timeout = task.seconds * 1_000 + EXTRA_MS;
  const { stdout } = await promisify(execFile)(process.execPath, [GENERATOR, JSON.stringify(task)], { timeout });
  return JSON.parse(stdout) as Measured; // what generate.ts wrote
};
