import { checkMessage, limits, type Message, type Plan, type Problem, type Rejection } from '../../schema.ts';
import type { MoneySource } from '../normalise/money.ts';
import { normalise } from '../normalise/normalise.ts';
import type { DriftUse, NewMessage, NewQuarantined } from '../store/store.ts';
import { oldNames, withOldProperties } from './dual-send.ts';
import { isExpired } from './expiry.ts';
import { nameMessage, type MessageIdentity } from './name-message.ts';
import { stamp, withoutRelayKeys } from './stamp.ts';
import { businessKeyOf, WITHHELD_ORDER, type OrdersFrom } from './orders.ts';
import { isProven, withoutProof, type IdentityProof } from './proof.ts';
import { takeLink } from './link.ts';
import { beginning, shownJson } from '../../schema/shown.ts';
import { isRecord } from '../record.ts';
import { strip, type Stripped } from './strip.ts';
import { lacksSubject } from './subject.ts';
import { forbidden, offPolicy, restrict } from './trust.ts';

/** What holds for every message of one request. Times are Unix milliseconds. */
export interface Terms {
  readonly plan: Plan;
  readonly source: string;
  /** Came with a write or a pixel key, which anybody can read in the page. */
  readonly isPublic: boolean;
  /** How the source writes money. */
  readonly money: MoneySource;
  /** Events and types that the key is for; undefined is all. */
  readonly events: readonly string[] | undefined;
  /** Where links and images of a page's products may point to. */
  readonly hosts: readonly string[];
  readonly ordersFrom: OrdersFrom;
  readonly identitySecret: string | undefined;
  /** `off`: whatever customer id a page names is believed. */
  readonly identityProof?: IdentityProof;
  readonly sentAt: unknown;
  readonly receivedAt: number;
}

/** A message as it goes into the store, or into the quarantine with what the sender is told. */
export type Admitted =
  | {
      readonly ok: true;
      readonly entry: NewMessage;
      readonly copies: readonly NewMessage[];
      /** A server key or a valid proof says who it is about; that a page is believed without one proves nothing. */
      readonly isProven: boolean;
      readonly asRefused: (problem: Problem) => Admitted;
    }
  | { readonly ok: false; readonly entry: NewQuarantined; readonly rejection: Rejection };

const sizeProblem = (bytes: number, { excess }: Stripped): Problem | undefined => {
  if (excess) return { code: excess.code, path: '', message: excess.message };
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

/** As the key may say it, with the words for what had to be removed. */
const asAllowed = (message: Message, { isPublic, plan, hosts }: Terms): ReturnType<typeof restrict> =>
  isPublic ? restrict(message, plan, hosts) : { message, removed: [] };

const removal = (what: string): DriftUse => ({
  kind: 'removed',
  from: beginning(what, 60),
  to: 'not for a public key',
});

/** Another version of the plan than the relay's is somebody who is behind, or ahead. */
const planDrift = ({ context }: Message, { version }: Plan): DriftUse[] =>
  context?.plan === undefined || context.plan === version
    ? []
    : [{ kind: 'plan', from: `version ${beginning(context.plan, 40)}`, to: `version ${version}` }];

/** What may be said at all: by the key's own list, by anybody with a public key, of nobody. */
const notSayable = (message: Record<string, unknown>, { isPublic, events }: Terms): Problem | undefined =>
  offPolicy(message, events) ?? (isPublic ? forbidden(message) : undefined) ?? lacksSubject(message);

type Good = Omit<Extract<Admitted, { ok: true }>, 'asRefused'>;

/** What the request says of the message beside its body. */
const senderFacts = ({ isPublic }: Terms): Pick<NewMessage, 'fromServer'> => (isPublic ? {} : { fromServer: true });

/** Without proof, by the shop's own choice. */
const isBelieved = ({ userId }: Record<string, unknown>, { identityProof }: Terms): boolean =>
  identityProof === 'off' && typeof userId === 'string' && userId !== '';

const admitRecord = async (
  body: Record<string, unknown>,
  identity: MessageIdentity,
  terms: Terms,
): Promise<Problem | Good> => {
  const { plan, money, source, receivedAt } = terms;
  const normalised = normalise(body, { plan, money, strip: (parsed) => strip(parsed).value });
  if (!normalised.ok) return normalised.problem;
  const problem = notSayable(normalised.value.message, terms);
  if (problem) return problem;
  const stamped = stamp(normalised.value.message, identity.messageId, terms.sentAt, receivedAt);
  if ('code' in stamped) return stamped;
  const checked = checkMessage(withoutProof(stamped.message), plan);
  if (!checked.ok) return checked.problem;
  const allowed = asAllowed(checked.message, terms);
  if ('code' in allowed) return allowed;
  const isSure = !terms.isPublic || (await isProven(body, terms.identitySecret, receivedAt));
  const trusted = isSure || isBelieved(body, terms);
  const { message, linkHash } = await takeLink(withOldProperties(allowed.message, plan, receivedAt));
  const { occurredAt } = stamped;
  const { incomplete } = checked;
  const expired = terms.isPublic && isExpired(body, { occurredAt, sentAt: terms.sentAt, receivedAt });
  const facts = {
    ...senderFacts(terms),
    ...(expired && { isExpired: true }),
    ...sequence(message),
    ...linkHash,
    ...orderFacts(message, terms),
  };
  const drift = [
    ...normalised.value.drift,
    ...stamped.drift,
    ...allowed.removed.map(removal),
    ...planDrift(message, plan),
  ];
  const entry: NewMessage = {
    ...{ source, trusted, ...identity, occurredAt, receivedAt, message, incomplete, ...facts },
    ...(drift.length > 0 && { drift }),
  };
  return { ok: true, entry, copies: oldNames(entry, plan, receivedAt), isProven: isSure };
};

/** Takes one message of a request: strips, names, normalises, checks. Whatever came, it ends in the store or in the quarantine. */
export const admit = async (raw: unknown, index: number, terms: Terms): Promise<Admitted> => {
  const stripped = strip(raw);
  const { value } = stripped;
  const body = isRecord(value) ? withoutRelayKeys(value) : undefined;
  const { identity, bytes } = await nameMessage(terms.source, body ?? value);
  const refused = (problem: Problem): Admitted =>
    quarantine(body ? withoutProof(body) : value, identity.messageId, index, terms, problem);
  if (!body)
    return refused({
      code: 'invalid_message',
      path: '',
      message: `a message needs to be a JSON object; it came as ${shownJson(value)}`,
    });
  const tooBig = sizeProblem(bytes, stripped);
  if (tooBig) return refused(tooBig);
  const admitted = await admitRecord(body, identity, terms);
  return 'ok' in admitted ? { ...admitted, asRefused: refused } : refused(admitted);
};
