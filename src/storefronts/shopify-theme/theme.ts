import { createBrowse } from './browse.ts';
import { createCartSync } from './cart-sync.ts';
import { followConsent, type ConsentFailure } from './consent.ts';
import { collectEvents } from './listen.ts';
import { rootOf, type Call, type GlobalCartline, type ThemeWindow } from './page.ts';
import { watchRequests } from './watch-requests.ts';

/** What can stand on the script's tag as `data-*`. */
export interface ThemeOptions {
  /** Who says whether the visitor may be followed. `shopify` (default): its customer privacy API. `off`: somebody else does. */
  readonly consent?: string;
  /** `granted`: where Shopify's consent API is blocked or absent, the visitor counts as agreed. Default: as undecided. */
  readonly withoutConsentApi?: string;
  /** `ignore`: Global Privacy Control does not count as a refusal; the same as on the tag of cartline.js. */
  readonly gpc?: string;
  /** `off`: no page views; for shops that call `cartline('page')` themselves. */
  readonly page?: string;
}

/** The parts of the browser that the theme script works with. */
export type ThemeBrowser = Pick<Window, 'document' | 'location'> & {
  /** Global Privacy Control, as `navigator` says it. */
  readonly gpc: () => boolean;
  readonly warn: (text: string) => void;
};

/** Where cartline.js and its inline stub are not there yet: the same queue as the stub's. */
const createQueue = (): GlobalCartline => {
  const queue: GlobalCartline = (...call) => void queue.q!.push([Date.now(), call]); // made in the next line
  queue.q = [];
  return queue;
};

/** Runs `task` as soon as the client is there. Scripts' load events do not bubble, but pass the document on their way. */
const onClient = (page: ThemeWindow, document: Document, task: () => void): void => {
  const check = (): void => {
    if (!page.cartline?.client) return;
    document.removeEventListener('load', check, true);
    task();
  };
  document.addEventListener('load', check, true);
  check();
};

const onParsed = (document: Document, task: () => void): void => {
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', task);
  else task();
};

const warning = (why: ConsentFailure): string =>
  `Cartline: Shopify's consent API is ${why}, nobody is followed: unblock it, or see data-without-consent-api`;

/** Follows a theme's page: what is looked at, and every change of the cart, whichever way the theme makes it. */
export const startTheme = (page: ThemeWindow, browser: ThemeBrowser, options: ThemeOptions = {}): void => {
  const { document, gpc } = browser;
  page.cartline ??= createQueue();
  const call = (...args: Call): void => void page.cartline?.(...args);
  const track = (event: string, properties: object): void => call('track', event, properties);
  const events = (page.cartlineEvents ??= collectEvents(document));
  let isUndecided = options.consent !== 'off';

  const sync = createCartSync({
    root: () => rootOf(page),
    request: page.fetch.bind(page),
    after: (delayMs, task) => setTimeout(task, delayMs),
    visitor: () => (isUndecided ? undefined : page.cartline?.client?.anonymousId),
    tell: (cart, viewed) => {
      call('cart.set', cart);
      if (viewed) track('cart_viewed', cart);
    },
  });
  const changed = (): void => sync.changed();
  const browse = createBrowse(page, browser, { track, cartViewed: () => sync.changed(true) });

  const onEvent = (event: Event): void => {
    browse.onEvent(event);
    if (event.type !== 'shopify:cart:lines-update') return;
    // It comes before the change, which may be refused or fail: only the cart itself knows.
    Promise.resolve((event as Event & { promise?: Promise<unknown> }).promise).then(changed, changed);
  };

  const allow = (analytics: boolean, isFresh: boolean): void => {
    isUndecided = false;
    const isGuarded = !isFresh && options.gpc !== 'ignore' && gpc();
    call('consent', { analytics: analytics && !isGuarded, source: 'shopify' });
    if (analytics) changed();
    else if (isFresh) sync.forget();
  };
  const failed = (why: ConsentFailure): void => {
    if (options.withoutConsentApi === 'granted') allow(true, false);
    else browser.warn(warning(why));
  };

  watchRequests(page, changed);
  document.defaultView?.addEventListener('pageshow', ({ persisted }) => persisted && changed());
  onParsed(document, () => {
    if (isUndecided) followConsent(page, document, { decided: allow, failed });
    if (isUndecided) call('consent', { analytics: 'pending' }); // whatever the tag of cartline.js says
    if (options.page !== 'off') call('page');
    browse.readPage();
    for (const event of events.splice(0)) onEvent(event);
    events.push = (...more) => {
      more.forEach(onEvent);
      return 0;
    };
  });
  onClient(page, document, changed);
};
