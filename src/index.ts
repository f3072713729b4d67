export { createCartline } from './client/browser/create-cartline.ts';
export type { CartlineOptions } from './client/browser/create-cartline.ts';
export type { Cartline, Consent, ConsentState, Identify } from './client/core/api.ts';
export type { Cart, LineKey } from './client/core/cart.ts';
export type { CartApi } from './client/core/cart-tracker.ts';
export type { ClientEvents, Drop, PageView } from './client/core/ports.ts';
export type { CanonicalEvents, DropReason, EventName, LineItem, Plan, PlanEvents } from './schema.ts';
