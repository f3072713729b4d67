import { rawOf, type Bridge, type Raw } from './captured.ts';
import { EMAIL, PHONE, field } from './field.ts';
import { whenThere } from './when-there.ts';

/** Attentive's iframe, and nobody else, may say who the visitor is. */
const ATTENTIVE = 'https://creatives.attn.tv';

const page = (): Raw => window as unknown as Raw; // vendors' globals, declared nowhere

/** Listens to a DOM event with a `detail`. */
const hear = (target: EventTarget, name: string, listener: (detail: Raw) => void): void =>
  target.addEventListener(name, (event) => listener(rawOf((event as CustomEvent).detail)));

/** A global function that its vendor replaces when it loads, and whose `q` it empties then. */
const queued = (name: string): ((...args: unknown[]) => void) => {
  const stub = (...args: unknown[]): void => void stub.q.push(args);
  stub.q = [] as unknown[][];
  return (page()[name] ??= stub) as (...args: unknown[]) => void;
};

const postscript = (detail: Raw): Raw => {
  const values = rawOf(detail['values']);
  return { email: rawOf(detail['CollectedEmailEvent'])['email'] ?? values['email'], phone: values['phone'] };
};

/** A vendor that tells the page what its forms took. */
export type BridgedVendor =
  'klaviyo' | 'attentive' | 'postscript' | 'justuno' | 'wisepops' | 'optimonk' | 'optinmonster' | 'omnisend' | 'alia';

/** How each vendor tells what its form took: events and globals as they ship, both spellings where a vendor changed its own. */
export const bridges: Readonly<Record<BridgedVendor, Bridge>> = {
  klaviyo: (capture) =>
    hear(window, 'klaviyoForms', ({ type, formId, metaData }) => {
      if (type !== 'submit' && type !== 'stepSubmit') return;
      const data = rawOf(metaData);
      capture({
        email: data['$email'] ?? data['email'],
        phone: data['$phone_number'] ?? data['phone_number'],
        form_id: formId,
      });
    }),
  attentive: (capture) =>
    window.addEventListener('message', ({ origin, data }: MessageEvent<unknown>) => {
      if (origin !== ATTENTIVE) return;
      const { action, email, phone } = rawOf(rawOf(data)['__attentive']);
      if (action === 'EMAIL_LEAD' || action === 'LEAD') capture({ email, phone });
    }),
  postscript: (capture) => hear(window, 'postscriptPopup', (detail) => capture(postscript(detail))),
  justuno: (capture) =>
    queued('juapp')('trackFunc', 'engagement', (...said: unknown[]) => {
      for (const { email, phone } of said.map(rawOf)) capture({ email, phone });
    }),
  wisepops: (capture) =>
    whenThere('wisepops', (wisepops) =>
      (wisepops as (...args: unknown[]) => void)('listen', 'after-form-submit', (event: unknown) => {
        const { elements } = rawOf(rawOf(event)['target']);
        capture({ email: field(elements, EMAIL), phone: field(elements, PHONE) });
      }),
    ),
  optimonk: (capture) =>
    whenThere('OptiMonk', (optimonk) => {
      const vendor = optimonk as { campaigns: unknown; addListener: (...args: unknown[]) => void };
      vendor.addListener(document, 'optimonk#campaign-before_mark_filled', (event: unknown) => {
        const id = rawOf(rawOf(event)['parameters'])['campaignId'] as string;
        const data = rawOf(rawOf(rawOf(vendor.campaigns)[id])['data']);
        capture({ email: data['visitor[email]'], phone: data['visitor[phone]'], form_id: id });
      });
    }),
  optinmonster: (capture) =>
    hear(document, 'om.Optin.success', ({ Optin }) => {
      const { fields } = rawOf(rawOf(Optin)['data']);
      const { email, phone } = rawOf(fields);
      capture({ email, phone });
    }),
  omnisend: (capture) =>
    hear(window, 'omnisendForms', ({ type, formID, formValues }) => {
      const { emailField, phoneNumberField } = rawOf(formValues);
      if (type === 'submit') capture({ email: emailField, phone: phoneNumberField, form_id: formID });
    }),
  alia: (capture) => hear(document, 'alia:signup', ({ email, phone }) => capture({ email, phone })),
};
