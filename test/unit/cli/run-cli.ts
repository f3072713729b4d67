import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** A process that has ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A process that runs. */
export interface Running {
  readonly process: ChildProcess;
  /** Resolves as soon as its output matches; rejects with the output when it ends before. */
  readonly says: (pattern: RegExp) => Promise<RegExpMatchArray>;
  readonly ended: Promise<Ended>;
}

export interface RunOptions {
  readonly cwd: string;
  readonly env?: Record<string, string>;
  /** Options of Node itself. */
  readonly node?: readonly string[];
}

/** Starts the command line as a process of its own. */
export const startCli = (cli: string, args: readonly string[], { cwd, env = {}, node = [] }: RunOptions): Running => {
  const child = spawn(process.execPath, [...node, cli, ...args], { cwd, env: { ...process.env, ...env } });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, stdout, stderr }));
  const says = async (pattern: RegExp): Promise<RegExpMatchArray> => {
    let isOver = false;
    void ended.then(() => (isOver = true));
    for (;;) {
      const match = stdout.match(pattern);
      if (match) return match;
      if (isOver) throw new Error(`it ended without saying ${String(pattern)}:\n${stdout}\n${stderr}`);
      await Promise.race([once(child.stdout, 'data'), ended]);
    }
  };
  return { process: child, says, ended };
};

/** Runs the command line to its end. */
export const runCli = (cli: string, args: readonly string[], options: RunOptions): Promise<Ended> =>
  startCli(cli, args, options).ended;
