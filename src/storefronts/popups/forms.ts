import type { Bridge, Captured } from './captured.ts';
import { EMAIL, PHONE, field } from './field.ts';

const valueOf = (form: HTMLFormElement, selector: string): string | undefined =>
  form.querySelector<HTMLInputElement>(selector)?.value;

/** What was ticked in boxes with `data-cartline-consent="email"` or `"sms"`. An empty box withdraws nothing. */
const ticked = (form: HTMLFormElement): Captured['consent'] => {
  const boxes = form.querySelectorAll<HTMLInputElement>('[data-cartline-consent]:checked');
  return Object.fromEntries([...boxes].map(({ dataset }) => [dataset['cartlineConsent']!, true]));
};

/** Listens to submitted forms, before a script of the shop may stop the event. */
const onSubmit = (listener: (form: HTMLFormElement) => void): void =>
  document.addEventListener('submit', ({ target }) => listener(target as HTMLFormElement), true); // only forms submit

/** Forms that the shop marked: `<form data-cartline-identify="footer">`. No other form is looked at. */
export const markedForms = (capture: (source: string, captured: Captured) => void): void =>
  onSubmit((form) => {
    const source = form.dataset['cartlineIdentify'];
    if (source === undefined) return;
    capture(source || 'form', {
      email: field(form.elements, EMAIL),
      phone: field(form.elements, PHONE),
      form_id: form.id,
      consent: ticked(form),
    });
  });

/** Shopify's own newsletter, contact and registration forms. */
export const shopifyForms: Bridge = (capture) =>
  onSubmit((form) => {
    const email = valueOf(form, '[name="contact[email]"],[name="customer[email]"]');
    if (email) capture({ email, phone: valueOf(form, '[name="contact[phone]"]'), form_id: form.id });
  });
