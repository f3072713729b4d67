import { isRecord } from '../../record.ts';
import { compact, type Values } from '../compact.ts';
import { idAt, recordAt, required, requiredId, textAt, timeAt } from '../fields.ts';
import { buyerIdentified, orderCancelled, orderCompleted } from '../order-messages.ts';
import { isToken, secretsOf, type Secrets } from '../signature.ts';
import { forged, genuine, ignored, messages, type Mapped, type Source } from '../source.ts';
import { commercetoolsOrder } from './order.ts';

export interface CommercetoolsOptions {
  /** A token of your own, at least 8 characters: the queue behind the subscription sends it as `Authorization: Bearer …` or `?token=…`. */
  readonly secret: Secrets;
  /** In which language products are named: "en-GB". Default: the first that a name has. */
  readonly locale?: string;
  /** Its address is /sources/<name>. Default "commercetools". */
  readonly name?: string;
}

const parse = (text: string): Values => {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : {};
  } catch {
    return {}; // said when it is mapped
  }
};

const decode = (base64: string): string => {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)));
  } catch {
    return '';
  }
};

/** A message as it stands, in Google Pub/Sub's push envelope, or in an event of AWS EventBridge. */
const messageIn = (body: Values): Values => {
  const data = textAt(recordAt(body, 'message'), 'data');
  if (data !== undefined) return parse(decode(data));
  return isRecord(body['detail']) ? body['detail'] : body;
};

const timeOf = (message: Values): number =>
  required(timeAt(message, 'createdAt'), 'createdAt', 'a time (ISO 8601)', message['createdAt']);

const mapState = (message: Values): Mapped => {
  if (textAt(message, 'orderState') !== 'Cancelled') return ignored('the order is not cancelled');
  const orderId = requiredId(recordAt(message, 'resource'), 'id', 'resource.id');
  return messages(orderCancelled({ orderId, at: timeOf(message), buyer: {} }));
};

const mapCustomer = (message: Values): Mapped => {
  const customer = recordAt(message, 'customer');
  const userId = requiredId(customer, 'id', 'customer.id');
  return messages({
    type: 'identify',
    messageId: `identify:customer:${userId}:${timeOf(message)}`,
    userId,
    timestamp: new Date(timeOf(message)).toISOString(),
    traits: compact({
      email: textAt(customer, 'email'),
      first_name: textAt(customer, 'firstName'),
      last_name: textAt(customer, 'lastName'),
    }),
  });
};

const mapMessage = (message: Values, locale: string | undefined): Mapped => {
  const type = textAt(message, 'type') ?? textAt(message, 'notificationType') ?? 'unknown';
  if (type === 'OrderCreated' || type === 'OrderImported') {
    const order = commercetoolsOrder(recordAt(message, 'order'), locale);
    return messages(orderCompleted(order), ...buyerIdentified(order));
  }
  if (type === 'OrderStateChanged') return mapState(message);
  if (type === 'CustomerCreated') return mapCustomer(message);
  return ignored(`the message "${type}" says nothing that is used`);
};

/**
 * The messages of a commercetools subscription, pushed by the queue behind it (Google Pub/Sub, AWS EventBridge, or any
 * that posts the message). commercetools signs nothing: the queue sends the token.
 *
 * @example
 * sources: [commercetools({ secret: process.env.COMMERCETOOLS_TOKEN, locale: 'en-GB' })]
 */
export const commercetools = ({ secret, locale, name = 'commercetools' }: CommercetoolsOptions): Source => {
  const secrets = secretsOf('commercetools', secret);
  return {
    name,
    tellsOrders: true,
    secrets,
    verify: ({ headers, query }) => {
      const bearer = /^bearer +(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1];
      return isToken(bearer ?? query.get('token'), secrets)
        ? genuine
        : forged('the token is missing or wrong (Authorization: Bearer …, or ?token=…)');
    },
    describe: ({ raw }) => {
      const message = messageIn(parse(new TextDecoder().decode(raw)));
      return { id: idAt(message, 'id'), topic: textAt(message, 'type') ?? 'unknown' };
    },
    toMessages: ({ body }) => mapMessage(messageIn(body), locale),
  };
};
