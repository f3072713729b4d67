import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { waitFor } from '../wait.ts';

/** A helper process of ours. */
export interface Service {
  readonly pid: number;
  /** The screen's name, such as ":99". */
  readonly name: string;
  readonly port: number;
}

const pidOf = (child: ChildProcess, what: string): number => {
  if (child.pid === undefined) throw new Error(`${what} did not start`);
  return child.pid;
};

/** A virtual screen under a number that is free; Xvfb says which on the descriptor it is given. */
export const startScreen = async (command: string): Promise<Service> => {
  const child = spawn(command, ['-displayfd', '3', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const [data] = (await once(child.stdio[3]!, 'data')) as [Buffer]; // 'pipe' was asked for
  child.unref();
  return { pid: pidOf(child, 'Xvfb'), name: `:${data.toString().trim()}`, port: 0 };
};

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
};

const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );

/** WebKit's driver; it starts the browser itself, as its child. */
export const startDriver = async (command: string, display: string): Promise<Service> => {
  const port = await freePort();
  const env = {
    ...process.env,
    DISPLAY: display,
    WEBKIT_DISABLE_COMPOSITING_MODE: '1',
    WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
  };
  const child = spawn(command, [`--port=${port}`, '--host=127.0.0.1'], { stdio: 'ignore', env });
  await waitFor('WebKitWebDriver to listen', () => answers(`http://127.0.0.1:${port}/status`));
  child.unref();
  return { pid: pidOf(child, 'WebKitWebDriver'), name: display, port };
};
