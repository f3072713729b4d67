import { describe, expect, it } from 'vitest';
import { createTurns } from '../../../../src/relay/intake/turns.ts';

const KIB = 1024;

interface Work {
  readonly work: () => Promise<string>;
  readonly end: () => void;
}

/** Work that ends when it is told to, and says when it began. */
const createWork = (log: string[], name: string): Work => {
  let end = (): void => undefined;
  const ended = new Promise<string>((resolve) => {
    end = () => resolve(name);
  });
  const work = (): Promise<string> => {
    log.push(name);
    return ended;
  };
  return { work, end };
};

describe('turns', () => {
  it('begins as many as there is room for, the others in order of arrival', async () => {
    const turns = createTurns({ bytes: 20 * KIB });
    const log: string[] = [];
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => createWork(log, name));
    const taken = [a, b, c, d].map((one) => turns.take(10 * KIB, one!.work)!);
    expect(log).toEqual(['a', 'b']);
    b!.end();
    await taken[1];
    expect(log).toEqual(['a', 'b', 'c']);
    [a, c, d].forEach((one) => one!.end());
    expect(await Promise.all(taken)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('lets nobody overtake who needs less room', async () => {
    const turns = createTurns({ bytes: 30 * KIB });
    const log: string[] = [];
    const [first, big, small] = ['first', 'big', 'small'].map((name) => createWork(log, name));
    const taken = [
      turns.take(20 * KIB, first!.work)!,
      turns.take(25 * KIB, big!.work)!,
      turns.take(8 * KIB, small!.work)!,
    ];
    expect(log).toEqual(['first']);
    [first, big, small].forEach((one) => one!.end());
    await Promise.all(taken);
    expect(log).toEqual(['first', 'big', 'small']);
  });

  it('lets in one that is larger than all the room there is', async () => {
    const turns = createTurns({ bytes: 10 * KIB });
    const work = createWork([], 'huge');
    const taken = turns.take(500 * KIB, work.work);
    work.end();
    expect(await taken).toBe('huge');
  });

  it('refuses, with nothing done, when too many wait', async () => {
    const turns = createTurns({ bytes: 10 * KIB, waitingBytes: 15 * KIB });
    const log: string[] = [];
    const [a, b, c] = ['a', 'b', 'c'].map((name) => createWork(log, name));
    const taken = [turns.take(10 * KIB, a!.work)!, turns.take(10 * KIB, b!.work)!];
    expect(turns.take(10 * KIB, c!.work)).toBeUndefined();
    [a, b].forEach((one) => one!.end());
    await Promise.all(taken);
    expect(log).toEqual(['a', 'b']);
    c!.end();
    expect(await turns.take(10 * KIB, c!.work)).toBe('c');
  });

  it('goes on after work that failed', async () => {
    const turns = createTurns({ bytes: 10 * KIB });
    const failed = turns.take(10 * KIB, () => Promise.reject(new Error('no')));
    const next = turns.take(10 * KIB, () => Promise.resolve('next'));
    await expect(failed).rejects.toThrow('no');
    expect(await next).toBe('next');
  });
});
