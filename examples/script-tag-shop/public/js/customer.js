const key = 'alder-customer';
const listeners = new Set();

/** What the shop knows about who is here: `email`, and whether the welcome discount is theirs (`welcome`). */
export const readCustomer = () => JSON.parse(localStorage.getItem(key)) ?? {};

export function rememberCustomer(facts) {
  localStorage.setItem(key, JSON.stringify({ ...readCustomer(), ...facts }));
  for (const listener of listeners) listener();
}

/** Calls back when more is known: a discount changes what the open page says. */
export function onCustomerChange(listener) {
  listeners.add(listener);
}
