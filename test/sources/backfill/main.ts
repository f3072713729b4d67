// A backfill of any size: npm run test:backfill -- --rows 1000000 [--persons 300000]
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { journalPath, readJournal } from '../../../src/cli/backfill/journal.ts';
import { countOtherwise, stateOf } from './count-otherwise.ts';
import { generateOrders } from './generate.ts';
import { prepareGround } from './ground.ts';

const PEAK_BYTES = 150_000_000;
const { values } = parseArgs({
  options: { rows: { type: 'string', default: '1000000' }, persons: { type: 'string' } },
});
const rows = Number(values.rows);
const persons = Number(values.persons ?? Math.ceil(rows / 4));

const failures: string[] = [];
const check = (name: string, isRight: boolean): void => {
  console.log(`${isRight ? '✓' : '✗'} ${name}`);
  if (!isRight) failures.push(name);
};
const mega = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;

const ground = await prepareGround({ delivers: false });
try {
  const parts = [join(ground.folder, 'orders_1.csv'), join(ground.folder, 'orders_2.csv')];
  await generateOrders({ rows, seed: 20_261_122, now: Date.now(), persons, parts });
  const otherwise = await countOtherwise(parts);
  const orders = otherwise.fates.get('ok') ?? 0;
  console.log(`${otherwise.rows} rows, ${orders} orders to be sent, ${otherwise.persons.size} people`);
  const args = ['backfill', 'orders', ...parts, '--from', 'shopify', '--rate', 'unlimited'];

  const dryBegan = Date.now();
  const dry = await ground.run([...args, '--json']);
  const report = JSON.parse(dry.stdout) as { rows: number; persons: number; messages: Record<string, number> };
  console.log(
    `dry run: ${Math.round(otherwise.rows / ((Date.now() - dryBegan) / 1000))} rows a second, at most ${mega(dry.peakBytes)}`,
  );
  check(
    'the dry run counts what papaparse counts',
    report.rows === otherwise.rows &&
      report.persons === otherwise.persons.size &&
      report.messages['order_completed'] === orders &&
      report.messages['order_cancelled'] === otherwise.cancelled,
  );
  check('the dry run stays below 150 MB', dry.peakBytes < PEAK_BYTES);

  const apply = [...args, '--apply', '--campaigns-paused'];
  const first = ground.start(apply);
  const accepted = (): number => readJournal(journalPath(parts[0] ?? ''))?.accepted ?? 0;
  while (accepted() < orders / 3) await Promise.race([first.ended, new Promise((resolve) => setTimeout(resolve, 100))]);
  first.process.kill('SIGKILL');
  await first.ended;
  console.log(`killed after ${accepted()} messages`);
  const second = await ground.run(apply);
  console.log(second.stdout.trimEnd().split('\n').slice(-3).join('\n'));
  console.log(`at most ${mega(second.peakBytes)}`);
  check('the second process ends well', second.code === 0);
  check('sending stays below 150 MB', second.peakBytes < PEAK_BYTES);
  const third = await ground.run(apply);
  check('a further run has nothing to do', /Nothing to do/.test(third.stdout));

  const stored = await ground.readStore<{ email: string | null; phone: string | null; attributes: string }>(
    'select email, phone, attributes from persons',
  );
  const known = new Map(
    stored.map(({ email, phone, attributes }) => [
      email ?? phone ?? '',
      JSON.parse(attributes) as Record<string, unknown>,
    ]),
  );
  const wrong = [...otherwise.persons].filter(([person, theirs]) =>
    Object.entries(stateOf(theirs)).some(([name, value]) => known.get(person)?.[name] !== value),
  );
  check(
    `${known.size} people, each in the state that was counted otherwise`,
    known.size === otherwise.persons.size && wrong.length === 0,
  );
  const [{ n = 0 } = {}] = await ground.readStore<{ n: number }>('select count(*) as n from messages');
  check('every message is stored once', n === orders + otherwise.cancelled);
} finally {
  await ground.close();
}
console.log(failures.length === 0 ? 'all as it should be' : `${failures.length} failed: ${failures.join('; ')}`);
process.exitCode = failures.length === 0 ? 0 : 1;
