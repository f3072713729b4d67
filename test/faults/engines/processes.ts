import { readFileSync, readdirSync } from 'node:fs';

interface ProcessLine {
  readonly pid: number;
  readonly parent: number;
  readonly name: string;
}

/** proc(5): "pid (name) state ppid …"; the name may hold spaces and brackets. */
const readProcess = (pid: string): ProcessLine | undefined => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const end = stat.lastIndexOf(')');
    const parent = Number(stat.slice(end + 2).split(' ')[1]);
    return { pid: Number(pid), parent, name: stat.slice(stat.indexOf('(') + 1, end) };
  } catch {
    return undefined; // it ended while we looked
  }
};

const all = (): ProcessLine[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => readProcess(pid) ?? []);

/** Every process below this one, with names (cut to 15 characters by the kernel). */
export const descendantsOf = (root: number): ProcessLine[] => {
  const lines = all();
  const below = (pid: number): ProcessLine[] =>
    lines.filter(({ parent }) => parent === pid).flatMap((line) => [line, ...below(line.pid)]);
  return below(root);
};

/** Sends a signal; a process that is gone already is fine. */
export const signal = (pid: number, name: NodeJS.Signals): void => {
  try {
    process.kill(pid, name);
  } catch {
    // gone: nothing left to signal
  }
};

/** SIGKILL for a process of ours and everything that it started. */
export const killTree = (root: number): void => {
  const pids = [root, ...descendantsOf(root).map(({ pid }) => pid)];
  for (const pid of pids) signal(pid, 'SIGSTOP'); // so that none of them sees the others die
  for (const pid of pids) signal(pid, 'SIGKILL');
};
