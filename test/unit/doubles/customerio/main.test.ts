import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { basic } from './scene.ts';

const MAIN = new URL('../../../doubles/customerio/main.ts', import.meta.url).pathname;

const start = (...flags: string[]): ChildProcess =>
  spawn(process.execPath, [MAIN, ...flags], { stdio: ['ignore', 'pipe', 'pipe'] });

const firstText = async (stream: NodeJS.ReadableStream | null): Promise<string> =>
  stream ? String((await once(stream, 'data'))[0]) : '';

describe('the command line', () => {
  it('prints its address, serves other processes, and stops on SIGTERM', async () => {
    const child = start('--port', '0', '--site-id', 'site', '--api-key', 'key');
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(await firstText(child.stdout))?.[0] ?? '';
    const headers = { authorization: basic('site', 'key'), 'content-type': 'application/json' };
    await fetch(`${url}/api/v1/customers/jane%40b.co`, { method: 'PUT', headers, body: '{}' });
    const state = async (): Promise<unknown> => (await fetch(`${url}/_double/state`)).json();
    expect(await state()).toMatchObject({
      persons: [{ email: 'jane@b.co' }],
      violations: [],
      counts: { persons: 1, requests: 1 },
    });
    await fetch(`${url}/_double/reset`, { method: 'POST' });
    expect(await state()).toMatchObject({ persons: [], counts: { persons: 0, requests: 0 } });
    const exit = once(child, 'exit');
    child.kill('SIGTERM');
    expect(await exit).toEqual([0, null]);
  });

  it('says what is missing', async () => {
    const child = start('--site-id', 'site');
    const exit = once(child, 'exit');
    expect(await firstText(child.stderr)).toContain('--api-key is missing');
    expect(await exit).toEqual([2, null]);
  });
});
