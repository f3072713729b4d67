import { compact, type Values } from '../compact.ts';
import { consentChanged, type ConsentWord } from '../consent-messages.ts';
import { recordAt, required, requiredId, textAt, timeAt } from '../fields.ts';
import type { Buyer } from '../order.ts';
import { messages, type Mapped } from '../source.ts';
import type { SourceMessage } from '../source-message.ts';

/** Only these two are somebody's word; "not_subscribed", "pending" and "invalid" are not. */
const words: Readonly<Record<string, boolean>> = { subscribed: true, unsubscribed: false };

const wordOf = (customer: Values, channel: ConsentWord['channel'], key: string): ConsentWord[] => {
  const consent = recordAt(customer, `${channel}_marketing_consent`);
  const granted = words[textAt(consent, 'state') ?? ''];
  const at = timeAt(consent, 'consent_updated_at') ?? timeAt(customer, 'updated_at');
  return granted === undefined || at === undefined ? [] : [{ channel, granted, at, source: 'shopify', key }];
};

/** Payloads of before the consent objects: yes, with a time, or nothing that can be relied on. */
const olderWord = (customer: Values, key: string): ConsentWord[] => {
  const at = timeAt(customer, 'accepts_marketing_updated_at');
  return customer['accepts_marketing'] === true && at !== undefined && !('email_marketing_consent' in customer)
    ? [{ channel: 'email', granted: true, at, source: 'shopify', key }]
    : [];
};

const traitsOf = (customer: Values): Values => {
  const tags = (textAt(customer, 'tags') ?? '').split(',').flatMap((tag) => tag.trim() || []);
  return compact({
    email: textAt(customer, 'email'),
    phone: textAt(customer, 'phone'),
    first_name: textAt(customer, 'first_name'),
    last_name: textAt(customer, 'last_name'),
    country: textAt(recordAt(customer, 'default_address'), 'country_code'),
    tags: tags.length > 0 ? tags : undefined,
  });
};

/** `customers/create|update`: who it is, and their recorded word on each channel. */
export const mapCustomer = (customer: Values): Mapped => {
  const userId = requiredId(customer, 'id');
  const at = required(
    timeAt(customer, 'updated_at') ?? timeAt(customer, 'created_at'),
    'updated_at',
    'a time (ISO 8601)',
    customer['updated_at'],
  );
  const identify: SourceMessage = {
    type: 'identify',
    messageId: `identify:customer:${userId}:${at}`,
    userId,
    timestamp: new Date(at).toISOString(),
    traits: traitsOf(customer),
  };
  const buyer: Buyer = { userId, ...compact({ email: textAt(customer, 'email'), phone: textAt(customer, 'phone') }) };
  const said = [
    ...wordOf(customer, 'email', userId),
    ...wordOf(customer, 'sms', userId),
    ...olderWord(customer, userId),
  ];
  return messages(identify, ...said.map((word) => consentChanged(word, buyer)));
};
