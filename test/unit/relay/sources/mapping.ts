import { expect, test } from 'vitest';
import { createProcessing } from '../../../../src/relay/sources/process-delivery.ts';
import type { SourceExample } from '../../../../src/relay/sources/example.ts';
import type { Handed, Misunderstood } from '../../../../src/relay/sources/ports.ts';
import type { SourceMessage } from '../../../../src/relay/sources/source-message.ts';
import type { Mapped, Source } from '../../../../src/relay/sources/source.ts';

const RECEIVED = Date.UTC(2026, 10, 22, 10, 5);

/** What a source makes of a body, through the same edge as in the relay: what it throws is a failure with a path. */
export const mapped = async (source: Source, topic: string, body: unknown): Promise<Mapped> => {
  let handed: readonly Handed[] = [];
  let failed: Misunderstood | undefined;
  let privacy: Mapped | undefined;
  const run = createProcessing(source, {
    admit: (_, messages) => {
      handed = messages;
      return Promise.resolve({ rejected: [] });
    },
    quarantine: (misunderstood) => {
      failed = misunderstood;
      return Promise.resolve();
    },
    onPrivacy: (request) => {
      privacy = { kind: 'privacy', request };
      return Promise.resolve('noted');
    },
    deliveries: { joinedBy: () => Promise.resolve('none') },
    now: () => RECEIVED,
  });
  const text = JSON.stringify(body);
  const result = await run({
    ...{ seq: 1, source: source.name, deliveryId: 'd', topic, receivedAt: RECEIVED, body: text, attempts: 0 },
  });
  if (privacy) return privacy;
  if (failed) return { kind: 'failed', path: failed.path, reason: failed.reason };
  if (result.state === 'ignored') return { kind: 'ignored', reason: result.reason ?? '' };
  if (result.state === 'waiting') return { kind: 'later', reason: result.reason };
  const messages = handed.map(({ message, withheld }) => ({ ...message, ...(withheld && { withheld }) }));
  return { kind: 'messages', messages: messages.map(withoutJoin) as unknown as readonly SourceMessage[] }; // as handed over
};

/** The join stands in each order's context; here nothing is known, and the examples say nothing of it. */
const withoutJoin = (message: Record<string, unknown>): Record<string, unknown> => {
  const { joined_by: _, ...context } = (message['context'] ?? {}) as Record<string, unknown>;
  const { context: __, ...rest } = message;
  return { ...rest, ...(Object.keys(context).length > 0 && { context }) };
};

/** Each example is a test. */
export const testExamples = (source: Source, examples: readonly SourceExample[]): void => {
  test.each(examples.map((example) => [example.topic, example.title, example] as const))(
    '%s: %s',
    async (topic, _, example) => expect(await mapped(source, topic, example.in)).toEqual(example.out),
  );
};
