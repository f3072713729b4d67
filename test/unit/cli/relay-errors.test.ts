import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { buildCli } from './build-cli.ts';
import { folderWith, good } from './config-folder.ts';
import { runCli, startCli } from './run-cli.ts';

let cli: string;
beforeAll(async () => {
  cli = await buildCli();
}, 30_000);

/** One sentence for the user, exit code 2, no stack. */
const complaintOf = async (
  cwd: string,
  args: readonly string[] = [],
  env?: Record<string, string>,
): Promise<string> => {
  const { code, stdout, stderr } = await runCli(cli, ['relay', ...args], { cwd, ...(env && { env }) });
  expect(stdout).toBe('');
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  expect(code).toBe(2);
  return stderr;
};

describe('what cannot start says why in one message, with exit code 2', () => {
  test('no configuration', async () => {
    expect(await complaintOf(folderWith({}))).toContain(
      'no configuration: none of cartline.config.ts, cartline.config.js',
    );
    expect(await complaintOf(folderWith({}), ['--config', 'x.json'])).toContain('--config x.json: there is no file');
  });

  test('a file that cannot be loaded', async () => {
    expect(await complaintOf(folderWith({ 'cartline.config.json': '{ "port": }' }))).toContain(
      'could not be read as JSON',
    );
    expect(await complaintOf(folderWith({ 'cartline.config.mjs': 'import "no-such-package"' }))).toContain(
      "could not be loaded: Cannot find package 'no-such-package'",
    );
    expect(await complaintOf(folderWith({ 'cartline.config.mjs': 'export const a = 1' }))).toContain(
      'no default export',
    );
  });

  test('an environment variable that is not set', async () => {
    const config = { ...good, keys: [{ key: { env: 'NO_SUCH_VARIABLE' }, kind: 'write' }] };
    expect(await complaintOf(folderWith({ 'cartline.config.json': config }))).toContain(
      'keys[0].key: the environment variable NO_SUCH_VARIABLE is not set',
    );
  });

  test('a wrong key of the configuration', async () => {
    const complaint = await complaintOf(folderWith({ 'cartline.config.json': { ...good, prot: 1 } }));
    expect(complaint).toMatch(
      /cartline\.config\.json: prot: there is no such key; did you mean "port"\?. Mend it there/,
    );
  });

  test('a port in use, or none', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    expect(await complaintOf(folderWith({ 'cartline.config.json': good }), ['--port', String(port)])).toContain(
      `port ${port} is in use on 127.0.0.1`,
    );
    taken.close();
    expect(await complaintOf(folderWith({ 'cartline.config.json': good }), ['--port', 'http'])).toContain(
      '--port: "http" came; expected a whole number',
    );
    expect(await complaintOf(folderWith({ 'cartline.config.json': good }), ['--host', '192.0.2.1'])).toContain(
      'host "192.0.2.1" is no address of this machine',
    );
  });

  test('a store that cannot be opened', async () => {
    const cwd = folderWith({ file: 'no folder' });
    mkdirSync(join(cwd, 'folder.db'));
    const withStore = (path: string): string => {
      writeFileSync(join(cwd, 'cartline.config.json'), JSON.stringify({ ...good, store: { path } }));
      return cwd;
    };
    expect(await complaintOf(withStore('file/relay.db'))).toContain('store.path: the folder of');
    expect(await complaintOf(withStore('folder.db'))).toContain('store.path: ');
  });

  test('a store that another relay has open', async () => {
    const cwd = folderWith({ 'cartline.config.json': good });
    const first = startCli(cli, ['relay'], { cwd });
    await first.says(/Relay/);
    expect(await complaintOf(cwd)).toContain('another relay has it open');
    first.process.kill('SIGKILL');
  });
});
