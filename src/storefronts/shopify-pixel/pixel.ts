import type { PixelEvent } from './checkout.ts';
import { messagesOf, type OrdersFrom } from './messages.ts';
import { createOutbox, type PixelMessage } from './outbox.ts';
import { cartIdOf } from './properties.ts';
import { whoIs, type PixelBrowser } from './who.ts';

interface Privacy {
  readonly analyticsProcessingAllowed: boolean;
}

/** What Shopify hands to a custom pixel, as the pasted snippet hands it on. */
export interface PixelApi {
  /** Events that came before this script; its `push` is where later ones go. */
  readonly events: PixelEvent[];
  readonly browser: PixelBrowser;
  readonly init: {
    readonly data: {
      readonly cart: { readonly id?: string | null } | null;
      readonly customer: { readonly id?: string } | null;
    };
    readonly customerPrivacy?: Privacy;
  };
  readonly customerPrivacy?:
    | {
        readonly subscribe: (
          name: 'visitorConsentCollected',
          callback: (event: { readonly customerPrivacy: Privacy }) => void,
        ) => unknown;
      }
    | undefined;
}

export interface PixelOptions {
  /** Address of the relay. */
  readonly relay: string;
  /** A key of the kind "pixel". */
  readonly key: string;
  /** `browser`: the completed checkout is told as an order; where no webhook tells of orders. Default "server". */
  readonly orders?: OrdersFrom;
}

export type PixelWorld = Pick<Parameters<typeof createOutbox>[0], 'request' | 'after' | 'random'>;

/** What was said of a person before, in this page: every step of a checkout repeats it. */
const createUnsaid = (): ((messages: readonly PixelMessage[]) => PixelMessage[]) => {
  const said = new Set<string>();
  return (messages) =>
    messages.filter((message) => {
      const what = JSON.stringify({ ...message, messageId: 0, timestamp: 0 });
      return !said.has(what) && said.add(what);
    });
};

/** Follows a checkout: its steps, and who is in it. One event after the other, since who it is has to be asked. */
export const startPixel = (api: PixelApi, { relay, key, orders = 'server' }: PixelOptions, world: PixelWorld): void => {
  const { events, browser, init, customerPrivacy } = api;
  const { cart, customer } = init.data;
  let isAllowed = init.customerPrivacy?.analyticsProcessingAllowed !== false;
  customerPrivacy?.subscribe('visitorConsentCollected', (event) => {
    isAllowed = event.customerPrivacy.analyticsProcessingAllowed;
  });
  const unsaid = createUnsaid();
  const outbox = createOutbox({
    ...world,
    url: `${relay.replace(/\/+$/, '')}/v1/batch`,
    key,
    storage: browser.localStorage,
  });

  const follow = async (event: PixelEvent): Promise<void> => {
    const { checkout } = event.data;
    const { token } = checkout ?? {};
    if (!checkout || !token) return; // nothing that it could be told apart by
    if (event.name === 'checkout_started' && !outbox.isNew(token)) return;
    const anonymousId = await whoIs(checkout.attributes, browser, event.clientId);
    const cartId = cartIdOf(event.context.document.location.pathname, cart);
    await outbox.put(
      unsaid(messagesOf(event, { ...checkout, token }, { anonymousId, cartId, customerId: customer?.id, orders })),
    );
  };

  let work = outbox.open();
  const take = (event: PixelEvent): void => {
    if (isAllowed) work = work.then(() => follow(event)).catch(() => undefined); // an event of another shape costs no other event
  };
  for (const event of events.splice(0)) take(event);
  events.push = (...more) => {
    more.forEach(take);
    return 0;
  };
};
