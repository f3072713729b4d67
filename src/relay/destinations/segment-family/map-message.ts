import type { StoredMessage } from '../../store/store.ts';
import { cutToBytes } from '../sending/bytes.ts';
import { eventData } from '../sending/event-data.ts';
import { eventId } from '../sending/event-id.ts';
import { historyMark } from '../sending/history.ts';
import { pageName } from '../sending/page-name.ts';
import { contextOf } from './context.ts';
import type { Dialect, FamilyItem } from './item.ts';
import { segmentNames } from './segment-names.ts';
import type { Subject } from './subject.ts';

type Body = Pick<FamilyItem, 'type'> &
  Partial<Pick<FamilyItem, 'event' | 'name' | 'properties' | 'groupId' | 'traits'>>;

const bodiesOf = (
  { message, asState }: StoredMessage,
  { naming, timeOf, dropped, nameBytes }: Dialect,
): readonly Body[] => {
  if (asState) return [];
  const mark = historyMark(message);
  const data = (properties: Readonly<Record<string, unknown>>) =>
    eventData({ ...properties, ...mark }, timeOf, dropped);
  const cut = (name: string): string => (nameBytes === undefined ? name : cutToBytes(name, nameBytes));
  switch (message.type) {
    case 'track': {
      const properties = message.properties ?? {};
      const named =
        naming === 'segment' ? segmentNames(message.event, properties) : [{ event: message.event, properties }];
      return named.map(({ event, properties: own }) => ({ type: 'track', event: cut(event), properties: data(own) }));
    }
    case 'page':
      return [{ type: 'page', name: cut(pageName(message.properties.url)), properties: data(message.properties) }];
    case 'group':
      if (message.groupId.trim() === '') return []; // names nothing
      return [{ type: 'group', groupId: message.groupId, traits: data(message.traits ?? {}) }];
    case 'identify':
    case 'alias':
      return [];
  }
};

/** A message that became several gives each an id of its own, always the same. */
const idOf = (deliveryKey: string, index: number): Promise<string> =>
  eventId(index === 0 ? deliveryKey : `${deliveryKey}#${index}`);

/** A message as the family's items; none for what travels with the person's state. */
export const mapMessage = (stored: StoredMessage, subject: Subject, dialect: Dialect): Promise<readonly FamilyItem[]> =>
  Promise.all(
    bodiesOf(stored, dialect).map(async ({ type, ...body }, index) => ({
      type,
      messageId: await idOf(stored.deliveryKey, index),
      timestamp: new Date(stored.occurredAt).toISOString(),
      ...subject,
      ...body,
      context: contextOf(stored.message.context),
    })),
  );
