import { describe, expect, it } from 'vitest';
import { pipelinesDialect } from '../../../../src/relay/destinations/customerio-pipelines/dialect.ts';
import { pipelinesExamples } from '../../../../src/relay/destinations/customerio-pipelines/examples.ts';
import { rudderstackDialect } from '../../../../src/relay/destinations/rudderstack/dialect.ts';
import { rudderstackExamples } from '../../../../src/relay/destinations/rudderstack/examples.ts';
import { segmentExamples } from '../../../../src/relay/destinations/segment-compatible/examples.ts';
import { segmentDialect } from '../../../../src/relay/destinations/segment-compatible/segment-compatible.ts';
import type { FamilyExample } from '../../../../src/relay/destinations/segment-family/example.ts';
import type { Dialect } from '../../../../src/relay/destinations/segment-family/item.ts';
import { mapMessage } from '../../../../src/relay/destinations/segment-family/map-message.ts';
import { mapPerson } from '../../../../src/relay/destinations/segment-family/map-person.ts';
import { segmentNames } from '../../../../src/relay/destinations/segment-family/segment-names.ts';
import { semanticRefusal } from '../../../../src/relay/destinations/segment-family/semantic-events.ts';
import { eventNames } from '../../../../src/schema.ts';

const mapped = async (example: FamilyExample, dialect: Dialect): Promise<readonly object[]> => {
  if ('stored' in example.in) return mapMessage(example.in.stored, example.in.subject, dialect);
  const { messageId, ...item } = await mapPerson(example.in.person, example.in.subject, dialect);
  expect(messageId).toMatch(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
  return [item];
};

const dialects: readonly (readonly [string, readonly FamilyExample[], Dialect])[] = [
  ['Customer.io Pipelines', pipelinesExamples, pipelinesDialect('canonical')],
  ['RudderStack', rudderstackExamples, rudderstackDialect('segment')],
  ['a Segment-compatible endpoint', segmentExamples, segmentDialect('segment')],
];

describe.each(dialects)('the mapping for %s', (_name, examples, dialect) => {
  it.each(examples)('$title', async (example) => {
    expect(await mapped(example, dialect)).toEqual(example.out);
  });
});

describe('the names of the Segment spec', () => {
  it('are there for every canonical event, and leave custom events alone', () => {
    for (const event of eventNames) expect(segmentNames(event, {})[0]?.event).toMatch(/^[A-Z]/);
    expect(segmentNames('quiz_finished', { items: 1 })).toEqual([{ event: 'quiz_finished', properties: { items: 1 } }]);
    expect(segmentNames('constructor', {})).toEqual([{ event: 'constructor', properties: {} }]);
  });

  it('say "Product Added" once when nobody says what was added', () => {
    const [only, ...others] = segmentNames('added_to_cart', { cart_id: 'c1', items: [], added: [] });
    expect(others).toEqual([]);
    expect(only?.properties).toMatchObject({ cart_id: 'c1', products: [] });
  });
});

describe('commands to Customer.io', () => {
  it.each(['User Deleted', ' user suppressed ', 'DEVICE DELETED'])('%s is never sent', (event) => {
    expect(semanticRefusal(event)).toContain('command');
  });
  it('are not confused with events', () => {
    expect(semanticRefusal('order_completed')).toBeUndefined();
  });
});
