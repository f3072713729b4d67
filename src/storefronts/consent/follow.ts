import type { Cartline, ConsentState } from '../../index.ts';
import type { ConsentTool, Say } from './tool.ts';

/** How a consent tool is followed. */
export interface FollowOptions {
  /** What counts when the tool never comes or fails. Default "pending": messages wait in the page, nothing is sent. */
  readonly whenBlocked?: ConsentState;
  /** How long it is waited for. Default 5,000 ms. What comes later still counts. */
  readonly waitMs?: number;
  /** The tool's categories that stand for being tracked; default the tool's own. All must be granted. */
  readonly analytics?: readonly string[];
  /** The tool's category that stands for mails, where the banner really asks about them. Default none. */
  readonly email?: string;
}

const WAIT_MS = 5_000;
const LOOK_EVERY_MS = 200;
/** Keeps that a grant of mails was told: it is told once, and a withdrawal only after it. */
const EMAIL_TOLD = 'cl_email';

const together = (states: readonly ConsentState[]): ConsentState =>
  states.includes('denied') ? 'denied' : states.includes('pending') ? 'pending' : 'granted';

/** A value in the browser's storage, or in the page where that is refused. */
const createFlag = (key: string) => {
  let inPage = false;
  return {
    read: (): boolean => {
      try {
        return inPage || localStorage.getItem(key) !== null;
      } catch {
        return inPage; // storage is refused
      }
    },
    write: (value: boolean): void => {
      inPage = value;
      try {
        if (value) localStorage.setItem(key, '1');
        else localStorage.removeItem(key);
      } catch {
        // storage is refused: the page remembers
      }
    },
  };
};

/**
 * Tells the client what the visitor decided in a consent tool, now and whenever that changes. Until the tool has spoken,
 * analytics consent is pending; when it never comes, `whenBlocked` counts. Returns the end of it.
 *
 * @example
 * const stop = followConsent(cartline, oneTrustConsent, { whenBlocked: 'denied' });
 */
export const followConsent = (
  client: Pick<Cartline, 'consent'>,
  tool: ConsentTool,
  { whenBlocked = 'pending', waitMs = WAIT_MS, analytics = tool.analytics, email }: FollowOptions = {},
): (() => void) => {
  if (typeof document === 'undefined') return () => undefined; // rendering on a server: nobody can be asked
  let told: ConsentState | undefined;
  let hasSpoken = false;
  let stop: (() => void) | undefined;
  const mails = createFlag(EMAIL_TOLD);

  const decide = (state: ConsentState): void => {
    if (state !== told) client.consent({ analytics: (told = state) });
  };

  const sayMails = (granted: boolean): void => {
    mails.write(granted);
    client.consent({ email: granted, source: 'banner' });
  };

  const block = (): void => {
    if (!hasSpoken) decide(whenBlocked);
  };

  const tell = (say?: Say): void => {
    if (!say) return block();
    hasSpoken = true;
    decide(together(analytics.map(say)));
    const state = email && say(email);
    // Where tracking is refused nothing may be kept, so a grant could not be told just once: it waits.
    if (state === 'granted' && told === 'granted' && !mails.read()) sayMails(true);
    if (state === 'denied' && mails.read()) sayMails(false);
  };

  const look = (): void => {
    stop ??= tool.watch(tell);
    if (stop) clearInterval(looking);
  };

  const looking = setInterval(look, LOOK_EVERY_MS);
  const giveUp = setTimeout(() => {
    clearInterval(looking);
    block();
  }, waitMs);
  addEventListener('load', look); // a slow script has come by then
  look();
  if (!told) decide('pending');

  return () => {
    clearInterval(looking);
    clearTimeout(giveUp);
    removeEventListener('load', look);
    stop?.();
  };
};
