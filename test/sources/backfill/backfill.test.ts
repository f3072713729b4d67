import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { journalPath, readJournal } from '../../../src/cli/backfill/journal.ts';
import { countOtherwise, stateOf, type Otherwise } from './count-otherwise.ts';
import { generateOrders } from './generate.ts';
import { prepareGround, type Ground } from './ground.ts';

const ROWS = 20_000;
const PEAK_BYTES = 150_000_000;
const RECENT_MS = 96 * 3_600_000;
const LONG = { timeout: 300_000, interval: 50 };

let ground: Ground;
let parts: string[];
let otherwise: Otherwise;
const now = Date.now();

beforeAll(async () => {
  ground = await prepareGround({ delivers: true });
  parts = [join(ground.folder, 'orders_1.csv'), join(ground.folder, 'orders_2.csv')];
  await generateOrders({ rows: ROWS, seed: 20_261_122, now, persons: 800, parts });
  otherwise = await countOtherwise(parts);
}, 120_000);
afterAll(() => ground.close(), 60_000);

const fates = (kind: string): Record<string, number> =>
  Object.fromEntries(
    [...otherwise.fates].filter(([fate]) => fate.startsWith(`${kind}:`)).map(([fate, n]) => [fate.split(':')[1]!, n]),
  );
const ordersOk = (): number => otherwise.fates.get('ok') ?? 0;

const stats = async (): Promise<{ pending: number; messages: number }> => {
  const response = await fetch(`${ground.url}/activity/feed.json?limit=1`, {
    headers: { authorization: 'Bearer activity-test' },
  });
  const { stats } = (await response.json()) as {
    stats: { messages: number; deliveries: { customerio?: { pending: number } } };
  };
  return { pending: stats.deliveries.customerio?.pending ?? 0, messages: stats.messages };
};

const delivered = (): Promise<void> => vi.waitFor(async () => expect((await stats()).pending).toBe(0), LONG);

describe('a Shopify export with every hazard that is known', () => {
  test('a dry run counts what papaparse counts, names what is refused, and sends nothing', async () => {
    const { code, stdout, peakBytes } = await ground.run([
      'backfill',
      'orders',
      ...parts,
      '--from',
      'shopify',
      '--json',
    ]);
    expect(code).toBe(0);
    const report = JSON.parse(stdout) as Record<string, unknown>;
    expect(report).toMatchObject({
      rows: otherwise.rows,
      persons: otherwise.persons.size,
      messages: { order_completed: ordersOk(), order_cancelled: otherwise.cancelled },
      refused: fates('refused'),
      skipped: fates('skipped'),
    });
    expect(readFileSync(join(ground.folder, 'orders_1.rejected.csv'), 'utf8')).toMatch(/,reason\n/);
    expect(existsSync(journalPath(parts[0]!))).toBe(false);
    expect((await stats()).messages).toBe(0);
    expect(peakBytes).toBeLessThan(PEAK_BYTES);
  }, 120_000);

  test('killed by SIGKILL and run again, the rest is sent, and nothing twice', async () => {
    const args = ['backfill', 'orders', ...parts, '--from', 'shopify', '--apply', '--campaigns-paused'];
    const first = ground.start([...args, '--rate', '3000']);
    await vi.waitFor(() => expect(readJournal(journalPath(parts[0]!))?.accepted).toBeGreaterThan(1_000), LONG);
    first.process.kill('SIGKILL');
    await first.ended;
    const taken = readJournal(journalPath(parts[0]!))?.accepted ?? 0;
    expect(taken).toBeLessThan(ordersOk());
    const { code, stdout, peakBytes } = await ground.run([...args, '--rate', 'unlimited']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/Going on after row/);
    expect(stdout).toMatch(/rows a second/);
    expect(peakBytes).toBeLessThan(PEAK_BYTES);
    expect((await stats()).messages).toBe(ordersOk() + otherwise.cancelled);
    await delivered();
  }, 400_000);

  test('the state of every person is what was counted otherwise', () => {
    const { double } = ground;
    const told = new Map(double.persons().map((person) => [person.email ?? person.phone ?? '', person.attributes]));
    expect(told.size).toBe(otherwise.persons.size);
    for (const [person, orders] of otherwise.persons)
      expect({ person, ...told.get(person) }).toMatchObject({ person, ...stateOf(orders) });
    expect(double.violations()).toEqual([]);
  });

  test('what is older than 96 hours is an event at its own time, once; what is younger is none', () => {
    const placed = [...otherwise.persons.values()]
      .flat()
      .map(({ atMs }) => atMs)
      .filter((atMs) => now - atMs > RECENT_MS + 600_000);
    const events = ground.double
      .persons()
      .flatMap(({ timeline }) => timeline.filter(({ name }) => name === 'order_completed'));
    const times = events.map((event) => (event as { timestamp?: number }).timestamp).toSorted();
    expect(times).toEqual(placed.map((atMs) => atMs / 1000).toSorted());
  });

  test('a second run has nothing to do, and one that begins anew changes nothing', async () => {
    const args = [
      'backfill',
      'orders',
      ...parts,
      '--from',
      'shopify',
      '--apply',
      '--campaigns-paused',
      '--rate',
      'unlimited',
    ];
    const before = ground.double.requests().length;
    expect((await ground.run(args)).stdout).toMatch(/Nothing to do/);
    const again = await ground.run([...args, '--restart']);
    expect(again.stdout).toMatch(/The relay has all of it: 0 messages taken/);
    await delivered();
    expect(ground.double.requests().length).toBe(before);
  }, 300_000);

  test('reconciliation finds every order sent or left out for a reason, and names what is missing', async () => {
    const unknown = join(ground.folder, 'later.csv');
    const [header, first] = readFileSync(parts[0]!, 'utf8').split('\r\n');
    const row = (first ?? '')
      .replace(/'\d{13}/, '7999999999999')
      .replace(/fate=[^,]+/, '')
      .replace(/^#\d+/, '#9999');
    writeFileSync(unknown, `${header ?? ''}\r\n${row}\r\n`);
    const key = ['--relay', ground.url, '--key', 'activity-test', '--json'];
    const { code, stdout } = await ground.run(['reconcile', ...parts, unknown, '--from', 'shopify', ...key]);
    const found = JSON.parse(stdout) as Record<string, Record<string, number>>;
    const { 'twice in the file': twice = 0, ...unreadable } = fates('refused');
    expect(found).toEqual({
      sent: { sent: ordersOk() + twice },
      underway: {},
      skipped: fates('skipped'),
      missing: {
        'never reported to the relay': 1,
        ...Object.fromEntries(Object.entries(unreadable).map(([why, n]) => [`cannot be read: ${why}`, n])),
      },
    });
    expect(code).toBe(1);
    expect(readFileSync(join(ground.folder, 'orders_1.difference.csv'), 'utf8')).toMatch(
      /^order_id,row,status,reason\n[\s\S]*\n7999999999999,1,missing,never reported to the relay\n/,
    );
  }, 240_000);
});
