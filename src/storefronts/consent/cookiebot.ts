import { listen, page, type ConsentTool } from './tool.ts';

interface CookiebotPage {
  readonly Cookiebot: {
    /** The visitor has answered, or needs not be asked. */
    readonly hasResponse?: boolean;
    readonly consent?: Readonly<Record<string, unknown>>;
  };
}

const EVENTS = ['CookiebotOnConsentReady', 'CookiebotOnAccept', 'CookiebotOnDecline', 'CookiebotOnDialogDisplay'];

/**
 * Cookiebot. Categories are "necessary", "preferences", "statistics", "marketing". What is not granted is denied once there is
 * an answer, and pending before.
 */
export const cookiebotConsent: ConsentTool = {
  analytics: ['statistics'],
  watch: (tell) => {
    const say = (isStart?: unknown): void => {
      const { consent, hasResponse } = page<CookiebotPage>().Cookiebot ?? {};
      // At the start it may be there and still be asking its server where the visitor is; its events come when it knows.
      if (!consent || (isStart === true && !hasResponse)) return;
      tell((category) => (consent[category] === true ? 'granted' : hasResponse ? 'denied' : 'pending'));
    };
    say(true);
    return listen(globalThis, EVENTS, say);
  },
};
