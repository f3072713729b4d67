import { checkMessage, limits, type Message, type Plan, type Problem, type Rejection } from '../../schema.ts';
import type { NewMessage, NewQuarantined } from '../store/store.ts';
import { nameMessage, type MessageIdentity } from './name-message.ts';
import { normalise, withoutRelayKeys } from './normalise.ts';
import { businessKeyOf, isValueOff, withRevenue, WITHHELD_ORDER, type OrdersFrom } from './orders.ts';
import { isProven, withoutProof, type IdentityProof } from './proof.ts';
import { isRecord } from './record.ts';
import { MAX_DEPTH, strip } from './strip.ts';
import { takeLink } from './link.ts';
import { lacksSubject } from './subject.ts';
import { forbidden, restrict } from './trust.ts';

/** What holds for every message of one request. Times are Unix milliseconds. */
export interface Terms {
  readonly plan: Plan;
  readonly source: string;
  /** Came with a write or a pixel key, which anybody can read in the page. */
  readonly isPublic: boolean;
  readonly ordersFrom: OrdersFrom;
  readonly identitySecret: string | undefined;
  /** `off`: whatever customer id a page names is believed. */
  readonly identityProof?: IdentityProof;
  readonly sentAt: unknown;
  readonly receivedAt: number;
}

/** A message as it goes into the store, or into the quarantine with what the sender is told. */
export type Admitted =
  | { readonly ok: true; readonly entry: NewMessage; readonly isValueOff: boolean }
  | { readonly ok: false; readonly entry: NewQuarantined; readonly rejection: Rejection };

const sizeProblem = (bytes: number, tooDeep: boolean): Problem | undefined => {
  if (tooDeep) {
    return {
      code: 'invalid_message',
      path: '',
      message: `a message may nest ${MAX_DEPTH} levels deep; it came deeper`,
    };
  }
  if (bytes <= limits.messageBytes) return undefined;
  const message = `a message may have ${limits.messageBytes} bytes as JSON; it came with ${bytes}`;
  return { code: 'too_large', path: '', message };
};

const quarantine = (body: unknown, messageId: string, index: number, terms: Terms, problem: Problem): Admitted => {
  const { code, path, message } = problem;
  const { source, receivedAt } = terms;
  return {
    ok: false,
    entry: { source, receivedAt, messageId, body, code, path, reason: message },
    rejection: { messageId, index, code, path, message },
  };
};

const sequence = ({ context }: Message): { tab?: string; tabIndex?: number } =>
  context?.seq ? { tab: context.seq[0], tabIndex: context.seq[1] } : {};

/** What an order adds. A withheld one takes no business key: it must not stand in the way of the server's own. */
const orderFacts = (message: Message, terms: Terms): { withheld?: string; businessKey?: string } => {
  if (message.type !== 'track') return {};
  const isWithheld = terms.isPublic && terms.ordersFrom === 'server' && message.event === 'order_completed';
  if (isWithheld) return { withheld: WITHHELD_ORDER };
  const businessKey = businessKeyOf(message);
  return businessKey === undefined ? {} : { businessKey };
};

/** What the request says of the message beside its body. */
const senderFacts = ({ isPublic }: Terms): Pick<NewMessage, 'fromServer'> => (isPublic ? {} : { fromServer: true });

/** Without proof, by the shop's own choice. */
const isBelieved = ({ userId }: Record<string, unknown>, { identityProof }: Terms): boolean =>
  identityProof === 'off' && typeof userId === 'string' && userId !== '';

const complete = (checked: Message, terms: Terms): Message => {
  const message = terms.isPublic ? restrict(checked, terms.plan) : checked;
  return message.type === 'track' ? withRevenue(message) : message;
};

const admitRecord = async (
  body: Record<string, unknown>,
  identity: MessageIdentity,
  terms: Terms,
): Promise<Problem | Extract<Admitted, { ok: true }>> => {
  const problem = (terms.isPublic ? forbidden(body) : undefined) ?? lacksSubject(body);
  if (problem) return problem;
  const normalised = normalise(body, identity.messageId, terms.sentAt, terms.receivedAt);
  if ('code' in normalised) return normalised;
  const checked = checkMessage(withoutProof(normalised.message), terms.plan);
  if (!checked.ok) return checked.problem;
  const trusted =
    !terms.isPublic || isBelieved(body, terms) || (await isProven(body, terms.identitySecret, terms.receivedAt));
  const { message, linkHash } = await takeLink(complete(checked.message, terms));
  const { source, receivedAt } = terms;
  const { occurredAt } = normalised;
  const { incomplete } = checked;
  const facts = { ...senderFacts(terms), ...sequence(message), ...linkHash, ...orderFacts(message, terms) };
  return {
    ok: true,
    entry: { source, trusted, ...identity, occurredAt, receivedAt, message, incomplete, ...facts },
    isValueOff: message.type === 'track' && isValueOff(message),
  };
};

/** Takes one message of a request: strips, names, normalises, checks. Whatever came, it ends in the store or in the quarantine. */
export const admit = async (raw: unknown, index: number, terms: Terms): Promise<Admitted> => {
  const { value, tooDeep } = strip(raw);
  const body = isRecord(value) ? withoutRelayKeys(value) : undefined;
  const { identity, bytes } = await nameMessage(terms.source, body ?? value);
  const refused = (problem: Problem): Admitted =>
    quarantine(body ? withoutProof(body) : value, identity.messageId, index, terms, problem);
  if (!body)
    return refused({
      code: 'invalid_message',
      path: '',
      message: `a message needs to be a JSON object; it came as ${JSON.stringify(value)?.slice(0, 60)}`,
    });
  const tooBig = sizeProblem(bytes, tooDeep);
  if (tooBig) return refused(tooBig);
  const admitted = await admitRecord(body, identity, terms);
  return 'ok' in admitted ? admitted : refused(admitted);
};
