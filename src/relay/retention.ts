/** For how many days things are kept; `false` keeps them for good. */
export interface Retention {
  /** What persons did, once it was delivered. At least as long as events are held. Default 365. */
  readonly messages?: number | false | undefined;
  /** Refused messages, reports of drops, counts of drift. Default 90. */
  readonly quarantine?: number | false | undefined;
  /** Carts and checkouts that nobody touches. At least 30, because orders come late. Default 180. */
  readonly carts?: number | false | undefined;
  /** Persons of whom nothing came for so long, with their orders and totals. Default false. */
  readonly persons?: number | false | undefined;
}

type Days = Readonly<Record<keyof Retention, number | false>>;

/** With the defaults for what is left out. */
export const daysOf = ({ messages = 365, quarantine = 90, carts = 180, persons = false }: Retention): Days => ({
  messages,
  quarantine,
  carts,
  persons,
});

const LEAST_CART_DAYS = 30;

const tooFew = (name: string, came: number, least: number, why: string): TypeError =>
  new TypeError(`retention.${name}: ${came} came; expected at least ${least} days, ${why}, or false for good`);

/** Throws a TypeError that names the value with which the relay would forget what it still needs. */
export const checkRetention = (retention: Retention, heldDays: number): void => {
  const { messages, carts, persons } = daysOf(retention);
  if (messages !== false && messages < heldDays)
    throw tooFew('messages', messages, heldDays, `as long as events of unknown visitors are held (heldDays)`);
  if (carts !== false && carts < LEAST_CART_DAYS)
    throw tooFew('carts', carts, LEAST_CART_DAYS, 'because orders and refunds come late');
  if (persons !== false && (messages === false || persons < messages))
    throw tooFew('persons', persons, messages || Infinity, 'no shorter than their messages (retention.messages)');
};
