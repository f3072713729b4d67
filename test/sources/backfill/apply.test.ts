import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { definePlan } from '../../../src/schema.ts';
import { applyFiles, type ApplyOptions } from '../../../src/cli/backfill/apply.ts';
import { emptyCatalogue } from '../../../src/cli/backfill/catalogue.ts';
import { createDrafter } from '../../../src/cli/backfill/check-drafts.ts';
import { openCsv } from '../../../src/cli/backfill/csv/open-csv.ts';
import { createReader } from '../../../src/cli/backfill/formats/format.ts';
import { firstPosition } from '../../../src/cli/backfill/group-rows.ts';
import { demandSame, journalPath, readJournal, type Journal } from '../../../src/cli/backfill/journal.ts';
import { createSeen } from '../../../src/cli/backfill/seen.ts';
import type { Send } from '../../../src/cli/backfill/send/create-sender.ts';
import { filesWith } from './small.ts';

const NOW = Date.UTC(2026, 10, 22);
const FIRST_NAMES = ['Ann', 'Bob', 'Cid', 'Dan', 'Eva', 'Fay'];

/** Every second of them has not agreed to emails; the first file holds three, the second the rest. */
const customers = (names: readonly string[]): string =>
  [
    'Customer ID,First Name,Email,Accepts Email Marketing',
    ...names.map((name) => {
      const index = FIRST_NAMES.indexOf(name);
      return `${index + 1},${name},${name.toLowerCase()}@shop.example,${index % 2 === 0 ? 'yes' : 'no'}`;
    }),
    '',
  ].join('\n');

interface Run {
  readonly sent: string[];
  readonly path: string;
  readonly options: (send: Send, journal?: Journal) => ApplyOptions;
}

const prepare = async (): Promise<Run> => {
  const paths = filesWith(customers(FIRST_NAMES.slice(0, 3)), customers(FIRST_NAMES.slice(3)));
  const files = await Promise.all(paths.map(openCsv));
  const reader = createReader('customers', 'shopify', files);
  const terms = { money: 'major', catalogue: emptyCatalogue, now: NOW, exportedAt: NOW } as const;
  const path = journalPath(paths[0] ?? '');
  const fresh: Journal = {
    ...{ version: 1, relay: 'http://relay', digests: [], exportedAt: NOW, phase: 0, position: firstPosition(files) },
    ...{ accepted: 0, duplicates: 0, rejected: 0 },
  };
  return {
    sent: [],
    path,
    options: (send, journal = fresh) => ({
      ...{ files, reader, send, journal, journalPath: path, phases: 2, onRejected: () => undefined },
      draft: createDrafter({ reader, terms, plan: definePlan(), seen: createSeen() }),
    }),
  };
};

/** A relay that takes so many batches and is away then. */
const sendTo = (sent: string[], batches = Infinity): Send => {
  let taken = 0;
  return (messages) => {
    if (taken === batches) return Promise.reject(new Error('away'));
    taken += 1;
    const named = messages.map(
      ({ json }) => (JSON.parse(json) as { traits: { first_name: string } }).traits.first_name,
    );
    sent.push(...named);
    return Promise.resolve({ accepted: messages.map(({ messageId }) => messageId), duplicates: [], rejected: [] });
  };
};

describe('customers', () => {
  it('who have not agreed to emails are told first, then the others', async () => {
    const { sent, options, path } = await prepare();
    const journal = await applyFiles(options(sendTo(sent)), () => NOW);
    expect(sent).toEqual(['Bob', 'Dan', 'Fay', 'Ann', 'Cid', 'Eva']);
    expect(journal).toMatchObject({ accepted: 6, finishedAt: NOW });
    expect(readJournal(path)).toEqual(journal);
  });

  it.each([1, 2, 3])('are told once each, also when the relay goes away after %d batches', async (batches) => {
    const { sent, options, path } = await prepare();
    await expect(applyFiles(options(sendTo(sent, batches)), () => NOW)).rejects.toThrow('away');
    await applyFiles(options(sendTo(sent), readJournal(path)), () => NOW);
    expect(sent).toEqual(['Bob', 'Dan', 'Fay', 'Ann', 'Cid', 'Eva']);
  });
});

describe('a journal', () => {
  const journal = (fields: object): Journal => ({
    ...{ version: 1, relay: 'http://relay', digests: ['a'], exportedAt: NOW, phase: 0 },
    ...{ position: { file: 0, offset: 0, row: 0, line: 2 }, accepted: 0, duplicates: 0, rejected: 0, ...fields },
  });

  it.each([
    ['another relay', { relay: 'http://other' }, /is of a run to http:\/\/other.*--restart/],
    ['another file', { digests: ['b'] }, /other files than these, or they were changed.*--restart/],
  ])('of %s is not gone on with', (_, fields, expected) => {
    const now = { relay: 'http://relay', digests: ['a'] };
    expect(() => demandSame('x.json', journal(fields), now)).toThrow(expected);
    expect(() => demandSame('x.json', journal({}), now)).not.toThrow();
  });

  it('that is none is named', () => {
    const [path = ''] = filesWith('');
    writeFileSync(path, '{"version":7}');
    expect(() => readJournal(path)).toThrow(/is no journal of a backfill; remove it/);
  });
});
