import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { buildCli } from './build-cli.ts';
import { folderWith, good } from './config-folder.ts';
import { runCli, startCli, type Ended, type Running } from './run-cli.ts';

const email = 'ada@x.co';
const activityKey = 'open-sesame';
const config = { ...good, activityKey };

/** Each test runs several processes, on machines that have other things to do. */
const PROCESSES = { timeout: 60_000 };

let cli: string;
beforeAll(async () => {
  cli = await buildCli();
}, 30_000);

const running: Running[] = [];
afterEach(() => running.splice(0).forEach(({ process }) => process.kill('SIGKILL')));

interface Shop {
  readonly cwd: string;
  readonly url: string;
  readonly relay: Running;
  readonly cartline: (...args: readonly string[]) => Promise<Ended>;
  readonly send: () => Promise<unknown>;
}

/** A relay that has taken in what one person did. */
const startShop = async (): Promise<Shop> => {
  const cwd = folderWith({ 'cartline.config.json': config });
  const relay = startCli(cli, ['relay'], { cwd });
  running.push(relay);
  const url = (await relay.says(/Relay +(\S+)\n[\s\S]*\n\n$/))[1] ?? '';
  const timestamp = new Date(Date.now() - 5_000).toISOString();
  const send = async (): Promise<unknown> => {
    const about = { anonymousId: 'v1', timestamp };
    const batch = [
      { ...about, type: 'identify', messageId: 'm1', traits: { email } },
      { ...about, type: 'page', messageId: 'm2', properties: { url: 'u' }, context: { seq: ['t1', 2] } },
    ];
    const body = JSON.stringify({ writeKey: 'wk_live_1', batch });
    return (await fetch(`${url}/v1/batch`, { method: 'POST', body })).json();
  };
  await send();
  return { cwd, url, relay, send, cartline: (...args) => runCli(cli, args, { cwd }) };
};

const stop = async ({ relay }: Shop): Promise<void> => {
  relay.process.kill('SIGTERM');
  await relay.ended;
};

describe('cartline store', PROCESSES, () => {
  test('stats tells what is there and what is missing, while the relay runs, for people and for programs', async () => {
    const { cartline } = await startShop();
    const { stdout, code } = await cartline('store', 'stats');
    expect(code).toBe(0);
    expect(stdout).toMatch(/messages +2\n/);
    expect(stdout).toMatch(/missing +2 numbers of tabs that never came/);
    const report = JSON.parse((await cartline('store', 'stats', '--json')).stdout) as Record<string, unknown>;
    expect(report).toMatchObject({ stats: { messages: 2, persons: 1, missing: 2 }, rows: { persons: 1, messages: 2 } });
  });

  test('backup copies while the relay runs; the copy is one sound file, and never replaces another', async () => {
    const { cwd, cartline, send } = await startShop();
    const { code, stdout } = await cartline('store', 'backup', 'copy.db');
    expect({ code, stdout }).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('copied and read through') as string,
    });
    expect(existsSync(join(cwd, 'copy.db.partial'))).toBe(false);
    expect(existsSync(join(cwd, 'copy.db-wal'))).toBe(false);
    const again = await cartline('store', 'backup', 'copy.db');
    expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('is there already') as string });
    expect((await cartline('store', 'check', '--store', 'copy.db')).stdout).toContain('copy.db is sound');
    expect(await send()).toMatchObject({ duplicates: ['m1', 'm2'] });
  });

  test('check finds what contradicts itself, and ends with 1', async () => {
    const shop = await startShop();
    const store = join(shop.cwd, '.cartline', 'relay.db');
    expect(await shop.cartline('store', 'check')).toMatchObject({ code: 0, stdout: `${store} is sound\n` });
    await stop(shop);
    const db = new DatabaseSync(store);
    db.exec('delete from persons');
    db.close();
    const { code, stdout } = await shop.cartline('store', 'check');
    expect(code).toBe(1);
    expect(stdout).toContain('2 messages of persons who are not there');
  });

  test('vacuum gives room back, but not from under a running relay', async () => {
    const shop = await startShop();
    const refused = await shop.cartline('store', 'vacuum');
    expect(refused).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/a relay has .* open; stop it first/) as string,
    });
    await stop(shop);
    const store = join(shop.cwd, '.cartline', 'relay.db');
    const db = new DatabaseSync(store);
    db.exec('create table ballast (b blob); insert into ballast values (zeroblob(1000000)); drop table ballast');
    db.close();
    const before = statSync(store).size;
    expect((await shop.cartline('store', 'vacuum')).code).toBe(0);
    expect(statSync(store).size).toBeLessThan(before - 900_000);
  });

  test('says where it looked when there is no store', async () => {
    const cwd = folderWith({ 'cartline.config.json': config });
    const { code, stderr } = await runCli(cli, ['store', 'stats'], { cwd });
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/there is no store at .*relay.db/) as string,
    });
  });
});

describe('cartline export and forget', PROCESSES, () => {
  test('export writes what is held about somebody, for nobody else to read', async () => {
    const { cwd, cartline } = await startShop();
    expect((await cartline('export', ' ADA@x.co', '--out', 'ada.json')).code).toBe(0);
    const record = JSON.parse(readFileSync(join(cwd, 'ada.json'), 'utf8')) as {
      messages: unknown[];
      persons: object[];
    };
    expect(record.messages).toHaveLength(2);
    expect(record.persons).toMatchObject([{ email }]);
    expect(statSync(join(cwd, 'ada.json')).mode & 0o777).toBe(0o600);
    expect(await cartline('export', 'nobody@x.co')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('nothing is held about nobody@x.co') as string,
    });
    expect((await cartline('export', 'v1')).stdout).toContain(email);
  });

  test('forget shows first, then erases through the running relay, and keeps it out', async () => {
    const { cartline, url, send } = await startShop();
    const shown = await cartline('forget', email);
    expect(shown.stdout).toContain(`${email}: 1 person, 1 visitor, 2 messages`);
    expect(shown.stdout).toContain('Nothing was erased');
    expect(await send()).toMatchObject({ duplicates: ['m1', 'm2'] });
    expect((await cartline('export', email)).code).toBe(0);
    const done = await cartline('forget', email, '--yes', '--relay', url, '--key', activityKey);
    expect(done.stdout).toContain('Erased.');
    expect((await cartline('export', email)).code).toBe(2);
    expect(await send()).toEqual({ accepted: [], duplicates: ['m1', 'm2'], rejected: [] });
  });

  test('forget erases in the file while no relay runs', async () => {
    const shop = await startShop();
    await stop(shop);
    const done = await shop.cartline('forget', email, '--yes');
    expect(done.stdout).toContain('destinations are told when it starts');
    expect(readFileSync(join(shop.cwd, '.cartline', 'relay.db'), 'latin1')).not.toContain(email);
  });

  test('a running relay with another key or address is asked by neither guess', async () => {
    const shop = await startShop();
    writeFileSync(join(shop.cwd, 'cartline.config.json'), JSON.stringify(good));
    const { code, stderr } = await shop.cartline('forget', email, '--yes');
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--key: nothing came') as string,
    });
  });
});
