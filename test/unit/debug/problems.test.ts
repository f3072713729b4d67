import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createProblemLog } from '../../../src/debug/problem-log.ts';
import { problemKinds } from '../../../src/debug/problems.ts';

const doc = readFileSync(new URL('../../../docs/debugging.md', import.meta.url), 'utf8');

describe('the table of problems', () => {
  it('stands in docs/debugging.md, word by word and in the same order', () => {
    const rows = doc.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
    expect(rows.filter(([, , level]) => level === 'problem' || level === 'note')).toEqual(
      Object.entries(problemKinds).map(([code, { level, cause, fix }]) => ['', `\`${code}\``, level, cause, fix, '']),
    );
  });
});

describe('the problem log', () => {
  const listen = () => {
    const said: unknown[][] = [];
    const say = (...words: unknown[]): void => void said.push(words);
    return {
      said,
      log: createProblemLog(
        () => 7,
        { warn: say, info: say },
        () => undefined,
      ),
    };
  };

  it('tells the console each distinct problem once, with code, cause and fix, and counts the others', () => {
    const { said, log } = listen();
    const subject = { event: 'add_to_cart' };
    log.report({ code: 'event_name_similar', detail: 'did you mean "added_to_cart"?', about: 'add_to_cart' }, subject);
    log.report({ code: 'event_name_similar', detail: 'said otherwise', about: 'add_to_cart' });
    log.report({ code: 'event_name_similar', detail: 'another', about: 'cart_add' });
    expect(said).toHaveLength(2);
    const { cause, fix } = problemKinds.event_name_similar;
    expect(said[0]).toEqual([
      `[cartline] event_name_similar: did you mean "added_to_cart"?\n  Cause: ${cause}\n  Fix:   ${fix}`,
      subject,
    ]);
    expect(log.list().map(({ about, count }) => [about, count])).toEqual([
      ['cart_add', 1],
      ['add_to_cart', 2],
    ]);
  });
});
