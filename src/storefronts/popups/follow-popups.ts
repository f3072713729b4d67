import type { Identify } from '../../index.ts';
import type { ShopClient } from '../page-client.ts';
import { bridges, type BridgedVendor } from './bridges.ts';
import type { Bridge, Captured } from './captured.ts';
import { markedForms, shopifyForms } from './forms.ts';
import { listenToFrames } from './frames.ts';

/** A vendor whose forms can be followed; "shopify" are the platform's own newsletter, contact and registration forms. */
export type PopupVendor = BridgedVendor | 'shopify';

const vendors: Readonly<Record<PopupVendor, Bridge>> = { ...bridges, shopify: shopifyForms };

export interface PopupOptions {
  /** The vendors to follow. Default none: each is the shop's own decision. */
  readonly vendors?: readonly PopupVendor[] | undefined;
  /** Origins of iframes that may say who the visitor is by Cartline's protocol, each whole: "https://widget.example". */
  readonly origins?: readonly string[] | undefined;
}

/** `name@host.tld`: enough to tell an address from something else; whether it exists is found out by mail. */
const isAddress = (value: unknown): value is string =>
  typeof value === 'string' && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value.trim());

/** E.164, from a number with a plus and whatever people write between its digits; without the plus nobody knows the country. */
const phoneOf = (value: unknown): string | undefined => {
  const digits = typeof value === 'string' ? value.replace(/[^\d+]/g, '') : '';
  return /^\+\d{7,15}$/.test(digits) ? digits : undefined;
};

/** What one capture says to the client: who it is with their consent, then that they signed up. The same again says nothing. */
const createCapture = (client: ShopClient) => {
  const told = new Set<string>();
  return (source: string, { email, phone, form_id, consent }: Captured, traits: object = {}): void => {
    const [address, number] = [isAddress(email) ? email.trim() : undefined, phoneOf(phone)];
    const key = [source, address, number, JSON.stringify(consent)].join();
    if ((!address && !number) || told.has(key)) return;
    told.add(key);
    client.identify({
      ...(address && { email: address }),
      ...(number && { phone: number }),
      ...(Object.keys(traits)[0] && { traits: traits as Identify['traits'] & object }), // the relay's plan says which are taken
      ...(consent && Object.keys(consent)[0] && { consent }),
      source,
    });
    client.track('signed_up', { source, ...(form_id ? { form_id: `${form_id as string}` } : {}) });
  };
};

/** Follows the forms of the page: marked ones always, a vendor's if it is named, iframes of the origins that are named. */
export const followForms = (client: ShopClient, { vendors: wanted = [], origins = [] }: PopupOptions): void => {
  const capture = createCapture(client);
  markedForms(capture);
  for (const name of wanted) {
    if (name in vendors) vendors[name]((captured) => capture(name, captured));
    else console.warn(`Cartline follows no popups of "${name}"; it knows ${Object.keys(vendors).join(', ')}`);
  }
  if (origins[0]) listenToFrames(origins, capture);
};
