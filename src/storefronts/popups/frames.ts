import { CARTLINE_NAMESPACE, PROTOCOL_VERSION, type WidgetAnswer } from '../../widget/protocol.ts';
import { rawOf, type Captured } from './captured.ts';

/** So many nonces are remembered: a widget that repeats itself is answered, and not believed twice. */
const MOST_NONCES = 100;

/**
 * Listens to iframes that speak Cartline's protocol, of these origins and no others, each compared whole. Each message
 * is answered with its nonce, so that the widget may close.
 */
export const listenToFrames = (
  origins: readonly string[],
  identify: (source: string, captured: Captured, traits: object) => void,
): void => {
  const seen: string[] = [];
  window.addEventListener('message', ({ origin, source, data }: MessageEvent<unknown>) => {
    if (!origins.includes(origin) || !source) return;
    const { ns, v, type, traits, consent, nonce, source: name } = rawOf(data);
    if (ns !== CARTLINE_NAMESPACE || v !== PROTOCOL_VERSION || type !== 'identify' || typeof nonce !== 'string') return;
    if (!seen.includes(nonce)) {
      seen.splice(0, seen.length - MOST_NONCES + 1);
      seen.push(nonce);
      const { email, phone, ...others } = rawOf(traits);
      const { email: byMail, sms } = rawOf(consent);
      identify(
        typeof name === 'string' ? name : 'widget',
        {
          email,
          phone,
          consent: {
            ...(typeof byMail === 'boolean' && { email: byMail }),
            ...(typeof sms === 'boolean' && { sms }),
          },
        },
        others,
      );
    }
    const answer: WidgetAnswer = { ns: CARTLINE_NAMESPACE, v: PROTOCOL_VERSION, type: 'acknowledged', nonce };
    (source as Window).postMessage(answer, origin);
  });
};
