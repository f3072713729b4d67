import type { Identify } from '../index.ts';
import { CARTLINE_NAMESPACE, PROTOCOL_VERSION, type WidgetAnswer, type WidgetMessage } from './protocol.ts';

/** Whom a widget met, as `identify` takes it; who has a proof or an id is the shop's business, not the widget's. */
export type WidgetPerson = Pick<Identify, 'email' | 'phone' | 'traits' | 'consent' | 'source'>;

export interface WidgetOptions {
  /** The shop's origin, such as "https://shop.example": nobody else hears who the visitor is. */
  readonly shopOrigin: string;
  /** How long the page's answer is waited for. Default 2,000 ms. */
  readonly timeoutMs?: number;
}

/**
 * Tells the shop's page, from a widget in an iframe, whom it met. Resolves to "acknowledged" when the page has taken it,
 * or to "timeout": the page has no Cartline, or does not list this widget's origin. Then the widget may close.
 *
 * @example
 * await identifyFromWidget({ email, source: 'popup', consent: { email: true } }, { shopOrigin: 'https://shop.example' });
 */
export const identifyFromWidget = (
  { email, phone, traits, consent, source }: WidgetPerson,
  { shopOrigin, timeoutMs = 2_000 }: WidgetOptions,
): Promise<'acknowledged' | 'timeout'> =>
  new Promise((resolve) => {
    const nonce = crypto.getRandomValues(new Uint32Array(4)).join('');
    const end = (outcome: 'acknowledged' | 'timeout'): void => {
      removeEventListener('message', hear);
      resolve(outcome);
    };
    const hear = ({ origin, data }: MessageEvent<Partial<WidgetAnswer> | null>): void => {
      if (origin === shopOrigin && data?.ns === CARTLINE_NAMESPACE && data.nonce === nonce) end('acknowledged');
    };
    addEventListener('message', hear);
    setTimeout(() => end('timeout'), timeoutMs);
    const message: WidgetMessage = {
      ns: CARTLINE_NAMESPACE,
      v: PROTOCOL_VERSION,
      type: 'identify',
      traits: { ...traits, email, phone },
      consent,
      source,
      nonce,
    };
    parent.postMessage(message, shopOrigin);
  });
