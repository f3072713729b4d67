import {
  cookiebotConsent,
  googleConsent,
  oneTrustConsent,
  shopifyConsent,
  tcfConsent,
  type ConsentTool,
} from 'cartline/consent';

/** What a visitor can have said about analytics. */
export type Answer = 'granted' | 'denied' | 'open';

/** A consent tool as it stands in a page: it comes with an answer or an open banner, and the visitor may change it. */
export interface Stage {
  readonly name: string;
  readonly tool: ConsentTool;
  /** The script comes: what it puts into the page, and the events that it announces itself with. */
  readonly arrive: (answer: Answer) => void;
  /** The visitor answers, or changes their mind. */
  readonly answer: (answer: 'granted' | 'denied') => void;
  /** The page has the tool's inline part, and its script never comes. */
  readonly block: () => void;
}

const page = globalThis as unknown as Record<string, unknown>;

/** Everything that a tool left in the page is gone. */
export const clearPage = (): void => {
  for (const name of ['Shopify', 'dataLayer', '__tcfapi', 'OnetrustActiveGroups', 'OneTrust', 'Cookiebot'])
    delete page[name];
};

const shopify = (): Stage => {
  let now: Answer = 'open';
  const customerPrivacy = {
    analyticsProcessingAllowed: () => now === 'granted',
    marketingAllowed: () => now === 'granted',
    preferencesProcessingAllowed: () => true,
    saleOfDataAllowed: () => false,
    currentVisitorConsent: () => {
      const said = { granted: 'yes', denied: 'no', open: '' }[now];
      return { analytics: said, marketing: said, preferences: '', sale_of_data: '' };
    },
  };
  const waiting: (() => void)[] = [];
  const theme = { loadFeatures: (_: object[], done: () => void) => void waiting.push(done) };
  return {
    name: 'Shopify',
    tool: shopifyConsent,
    block: () => (page['Shopify'] = theme),
    arrive: (answer) => {
      now = answer;
      page['Shopify'] = { ...theme, customerPrivacy };
      for (const done of waiting) done();
    },
    answer: (answer) => {
      now = answer;
      document.dispatchEvent(new CustomEvent('visitorConsentCollected'));
    },
  };
};

const google = (): Stage => {
  /** As Google's snippet has it: the arguments object itself is pushed. */
  function gtag(..._: unknown[]): void {
    // eslint-disable-next-line prefer-rest-params
    ((page['dataLayer'] ??= []) as unknown[]).push(arguments);
  }
  const answer = (said: 'granted' | 'denied'): void =>
    gtag('consent', 'update', { analytics_storage: said, ad_storage: said });
  return {
    name: 'Google Consent Mode',
    tool: googleConsent,
    block: () => gtag('js', new Date()),
    arrive: (said) => {
      gtag('consent', 'default', { analytics_storage: 'denied', ad_storage: 'denied', wait_for_update: 500 });
      if (said !== 'open') answer(said);
    },
    answer,
  };
};

const tcf = (): Stage => {
  type Listener = (data: object, success: boolean) => void;
  const listeners = new Set<Listener>();
  const tell = (eventStatus: string, granted: boolean): void =>
    listeners.forEach((listener) =>
      listener(
        {
          eventStatus,
          cmpStatus: 'loaded',
          gdprApplies: true,
          listenerId: 1,
          purpose: { consents: { 1: granted, 8: granted } },
        },
        true,
      ),
    );
  const stub = (command: string, _: number, listener: Listener): void => {
    if (command === 'addEventListener') listeners.add(listener);
    else listeners.clear();
  };
  let said: Answer | undefined;
  const report = (): void => {
    if (said === 'open') tell('cmpuishown', false);
    else if (said) tell('tcloaded', said === 'granted');
  };
  return {
    name: 'TCF',
    tool: tcfConsent,
    block: () => (page['__tcfapi'] = stub),
    arrive: (answer) => {
      said = answer;
      page['__tcfapi'] = (command: string, version: number, listener: Listener) => {
        stub(command, version, listener);
        if (command === 'addEventListener') report();
      };
      report();
    },
    answer: (answer) => tell('useractioncomplete', answer === 'granted'),
  };
};

const oneTrust = (): Stage => {
  const set = (answer: Answer): void => {
    page['OnetrustActiveGroups'] = answer === 'granted' ? ',C0001,C0002,C0004,' : ',C0001,';
    page['OneTrust'] = { IsAlertBoxClosed: () => answer !== 'open' };
    dispatchEvent(new CustomEvent('OneTrustGroupsUpdated', { detail: [] }));
  };
  return { name: 'OneTrust', tool: oneTrustConsent, block: () => undefined, arrive: set, answer: set };
};

const cookiebot = (): Stage => {
  const set = (answer: Answer): void => {
    const granted = answer === 'granted';
    page['Cookiebot'] = {
      hasResponse: answer !== 'open',
      consent: { necessary: true, statistics: granted, marketing: granted, method: 'explicit' },
    };
    dispatchEvent(new Event(answer === 'open' ? 'CookiebotOnDialogDisplay' : 'CookiebotOnConsentReady'));
  };
  return {
    name: 'Cookiebot',
    tool: cookiebotConsent,
    block: () => (page['Cookiebot'] = { hasResponse: false, consent: { statistics: false } }), // its server does not answer
    arrive: set,
    answer: set,
  };
};

export const stages: readonly (() => Stage)[] = [shopify, google, tcf, oneTrust, cookiebot];
