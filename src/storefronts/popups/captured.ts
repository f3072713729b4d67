/** Unknown things that vendors hand over: looked into, never trusted. */
export type Raw = Record<string, unknown>;

export const rawOf = (value: unknown): Raw => (typeof value === 'object' && value !== null ? (value as Raw) : {});

/** What a visitor left in a popup. */
export interface Captured {
  readonly email?: unknown;
  readonly phone?: unknown;
  readonly form_id?: unknown;
  /** Only what the visitor ticked; never inferred from an address. */
  readonly consent?: { readonly email?: boolean; readonly sms?: boolean } | undefined;
}

/** Tells what was captured; whatever is no address and no number is left out. */
export type Capture = (captured: Captured) => void;

/** Follows one vendor's forms until the page ends. */
export type Bridge = (capture: Capture) => void;
