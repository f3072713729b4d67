/** The state of each of a person's subscriptions, and when it was said. Unix milliseconds. */
export type Subscriptions = Readonly<Record<string, { readonly status: string; readonly at: number }>>;

const ACTIVE = 'active';

/** What an event says of the subscription where it names no `status`. */
const meaning: Readonly<Record<string, string>> = {
  subscription_created: ACTIVE,
  subscription_renewed: ACTIVE,
  subscription_resumed: ACTIVE,
  subscription_paused: 'paused',
  subscription_cancelled: 'cancelled',
};

/** The subscriptions after one more event; an older one changes nothing. */
export const applySubscription = (
  known: Subscriptions,
  event: string,
  at: number,
  { subscription_id: id, status }: Readonly<Record<string, unknown>>,
): Subscriptions => {
  const said = meaning[event];
  if (said === undefined || typeof id !== 'string' || at < (known[id]?.at ?? -Infinity)) return known;
  return { ...known, [id]: { status: typeof status === 'string' && status ? status : said, at } };
};

/** One word for the person: active while any subscription is, else the latest word. */
export const subscriptionAttributes = (subscriptions: Subscriptions): Readonly<Record<string, unknown>> => {
  const all = Object.values(subscriptions).toSorted((a, b) => b.at - a.at);
  const status = all.find((one) => one.status === ACTIVE)?.status ?? all[0]?.status;
  return status === undefined ? {} : { subscription_status: status };
};
