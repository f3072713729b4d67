import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createSender, type Send } from '../../../src/cli/backfill/send/create-sender.ts';
import { sendGroups, type Outgoing } from '../../../src/cli/backfill/send/send-groups.ts';
import type { Sealed } from '../../../src/cli/backfill/draft.ts';

interface Answering {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

const messageOf = (messageId: string): Sealed => ({ messageId, json: JSON.stringify({ messageId }) });

/** A relay that answers as it is told, one answer after the other, the last one again and again. */
const startRelay = async (...answers: readonly (Answering | 'as a relay')[]) => {
  const asked: string[][] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { batch } = JSON.parse(Buffer.concat(chunks).toString()) as { batch: { messageId: string }[] };
      const ids = batch.map(({ messageId }) => messageId);
      asked.push(ids);
      const told = answers[Math.min(asked.length, answers.length) - 1] ?? 'as a relay';
      const {
        status = 200,
        headers = {},
        body,
      } = told === 'as a relay' ? { body: { accepted: ids, duplicates: [], rejected: [] } } : told;
      response.writeHead(status, headers).end(JSON.stringify(body ?? {}));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return { asked, relay: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
};

const senderTo = (relay: string, waits: string[] = []): Send =>
  createSender({
    target: { relay, key: 'sk' },
    perSecond: Infinity,
    patienceMs: 5_000,
    firstPatienceMs: 5_000,
    onWaiting: (reason) => waits.push(reason),
  });

describe('sending history', () => {
  it.each([
    [{ status: 429, headers: { 'retry-after': '0' } }, /429/],
    [
      { status: 503, headers: { 'retry-after': '0' }, body: { error: { message: 'the disk is full' } } },
      /503: the disk is full/,
    ],
    [{ status: 500 }, /500/],
  ])('waits and sends the same again after %j', async (refusal, reason) => {
    const { relay, asked } = await startRelay(refusal, 'as a relay');
    const waits: string[] = [];
    await expect(senderTo(relay, waits)([messageOf('m1')])).resolves.toMatchObject({ accepted: ['m1'] });
    expect(asked).toEqual([['m1'], ['m1']]);
    expect(waits).toEqual([expect.stringMatching(reason)]);
  });

  it.each([
    [
      'a key that nobody knows',
      { status: 401 },
      /--key: .* does not know it; expected the key of \{ kind: "server" \}/,
    ],
    ['an answer that is no relay’s', { body: { ok: true } }, /not as a relay does/],
    [
      'an answer that leaves a message out',
      { body: { accepted: [], duplicates: [], rejected: [] } },
      /not as a relay does/,
    ],
    ['another refusal', { status: 413, body: { error: { message: 'too large' } } }, /413: too large/],
    [
      'a write key',
      {
        body: {
          accepted: [],
          duplicates: [],
          rejected: [{ messageId: 'm1', code: 'not_allowed', path: '/context/backfill', message: '…' }],
        },
      },
      /--key: a write key came/,
    ],
  ])('ends at once with %s', async (_, answer, expected) => {
    const { relay, asked } = await startRelay(answer);
    await expect(senderTo(relay)([messageOf('m1')])).rejects.toThrow(expected);
    expect(asked).toHaveLength(1);
  });

  it('says that nobody answers, and that it can go on later', async () => {
    const send = createSender({
      target: { relay: 'http://127.0.0.1:9', key: 'sk' },
      perSecond: Infinity,
      patienceMs: 0,
      firstPatienceMs: 0,
      onWaiting: () => undefined,
    });
    await expect(send([messageOf('m1')])).rejects.toThrow(
      /127\.0\.0\.1:9: nobody answers .* start the relay, run this again, and it goes on from there/,
    );
  });

  it('sends one group first, then full batches, and tells how far it came after each answer', async () => {
    const { relay, asked } = await startRelay('as a relay');
    const taken: number[] = [];
    async function* groups(): AsyncGenerator<Outgoing> {
      for (let row = 1; row <= 600; row += 1) {
        await Promise.resolve();
        yield { messages: [messageOf(`m${row}`)], end: { file: 0, offset: row * 10, row, line: row + 1 } };
      }
    }
    await sendGroups(groups(), senderTo(relay), (_, { row }) => taken.push(row));
    expect(asked.map((ids) => ids.length)).toEqual([1, 250, 250, 99]);
    expect(taken).toEqual([1, 251, 501, 600]);
    expect(asked.flat()).toEqual(Array.from({ length: 600 }, (_, index) => `m${index + 1}`));
  });
});
