import { compact, type Values } from '../compact.ts';
import { idAt, numberAt, recordAt, required, requiredId, textAt, Unreadable } from '../fields.ts';
import { aboutBuyer, isNamed } from '../order-messages.ts';
import type { Buyer } from '../order.ts';
import { ignored, messages, type Mapped } from '../source.ts';
import type { SourceMessage } from '../source-message.ts';

type Channel = 'email' | 'sms';

/** Why somebody is not to be messaged; the value of `do_not_message`. */
type Obstacle = 'unsubscribed' | 'bounced' | 'complained';

/** What a report means: an obstacle, or its end. */
interface Meaning {
  readonly channel: Channel;
  readonly obstacle: Obstacle | null;
  /** It is the person's own word, not the fate of a message. */
  readonly isWord: boolean;
}

const word = (channel: Channel, obstacle: Obstacle | null): Meaning => ({ channel, obstacle, isWord: true });
const fate = (channel: Channel, obstacle: Obstacle): Meaning => ({ channel, obstacle, isWord: false });

/** By object and metric. Everything else that is reported (sent, opened, clicked …) is Customer.io's own to count. */
const meanings: Readonly<Record<string, Meaning>> = {
  'customer/unsubscribed': word('email', 'unsubscribed'),
  'customer/subscribed': word('email', null),
  'email/unsubscribed': word('email', 'unsubscribed'),
  'email/spammed': word('email', 'complained'),
  'email/bounced': fate('email', 'bounced'),
  'sms/bounced': fate('sms', 'bounced'),
};

const personOf = (body: Values): Buyer => {
  const data = recordAt(body, 'data');
  const identifiers = recordAt(data, 'identifiers');
  const id = idAt(identifiers, 'id') ?? idAt(data, 'customer_id');
  const email = textAt(identifiers, 'email') ?? textAt(data, 'email_address') ?? emailIn(textAt(data, 'recipient'));
  // a person that is addressed by email has that for an id
  const buyer = compact({ userId: id?.includes('@') ? undefined : id, email: email ?? emailIn(id) });
  if (isNamed(buyer)) return buyer;
  throw new Unreadable('data.identifiers', 'an id or an email', data['identifiers']);
};

const emailIn = (text: string | undefined): string | undefined => (text?.includes('@') ? text : undefined);

interface Report extends Meaning {
  readonly id: string;
  readonly timestamp: string;
  readonly person: Buyer;
  readonly reason: string | undefined;
}

/** State: what any destination is to know before it sends anything. */
const stateOf = ({ id, timestamp, person, channel, obstacle, reason }: Report): SourceMessage => {
  const isEmail = channel === 'email';
  return {
    type: 'identify',
    messageId: `state:${id}`,
    timestamp,
    ...compact({ userId: person.userId }),
    traits: {
      ...compact({ email: person.email }),
      [isEmail ? 'do_not_message' : 'do_not_message_sms']: obstacle,
      [isEmail ? 'do_not_message_reason' : 'do_not_message_sms_reason']: reason ?? null,
    },
  };
};

/** A word is an event too: consent that was withdrawn, or given. */
const eventOf = ({ id, timestamp, person, channel, obstacle }: Report): SourceMessage => ({
  type: 'track',
  event: 'consent_changed',
  messageId: `consent:${id}`,
  timestamp,
  ...aboutBuyer(person),
  properties: {
    channel,
    granted: obstacle === null,
    source: 'customerio',
    ...compact({ reason: obstacle ?? undefined }),
  },
});

/** What Customer.io reports, as the person's state; a complaint or an unsubscription as consent beside it. */
export const mapReport = (body: Values): Mapped => {
  const topic = `${textAt(body, 'object_type') ?? 'unknown'}/${textAt(body, 'metric') ?? 'unknown'}`;
  const meaning = meanings[topic];
  if (!meaning) return ignored(`"${topic}" says nothing of whether somebody may be messaged`);
  const seconds = required(numberAt(body, 'timestamp'), 'timestamp', 'Unix seconds', body['timestamp']);
  const report: Report = {
    ...meaning,
    id: requiredId(body, 'event_id'),
    timestamp: new Date(seconds * 1000).toISOString(),
    person: personOf(body),
    reason: textAt(recordAt(body, 'data'), 'failure_message'),
  };
  return messages(stateOf(report), ...(meaning.isWord ? [eventOf(report)] : []));
};
