import { createStored } from './stored.ts';

/** What the shop knows about who is here. */
export interface Customer {
  email?: string;
  /** Whether the welcome discount is theirs. */
  welcome?: boolean;
}

const stored = createStored<Customer>(window.localStorage, 'alder-customer', () => ({}));

export const readCustomer: () => Customer = stored.read;
export const useCustomer: () => Customer = stored.use;

export function rememberCustomer(facts: Customer): void {
  stored.write({ ...stored.read(), ...facts });
}
