import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';

/** What the process says once it has accepted and claimed its message. */
export interface Claimed {
  readonly messageId: string;
  readonly token: number;
}

/** Starts a relay's store in another process, which accepts one message, claims it, and then does nothing more. */
export const holdInOtherProcess = async (path: string): Promise<{ child: ChildProcess; claimed: Claimed }> => {
  const child = fork(new URL('./hold-store.ts', import.meta.url), [path], { stdio: 'ignore' });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [claimed] = (await once(child, 'message')) as [Claimed]; // what hold-store.ts sends
  return { child, claimed };
};

export const killed = async (child: ChildProcess): Promise<void> => {
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
};
