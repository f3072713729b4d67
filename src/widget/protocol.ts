/** What a widget in an iframe and the shop's page say to each other by `postMessage`. A change of meaning is a new version. */
export const CARTLINE_NAMESPACE = 'cartline';
export const PROTOCOL_VERSION = 1;

/** Widget → page. */
export interface WidgetMessage {
  readonly ns: typeof CARTLINE_NAMESPACE;
  readonly v: typeof PROTOCOL_VERSION;
  readonly type: 'identify';
  readonly traits: object;
  readonly consent?: object | undefined;
  /** Where the person was met: "popup". */
  readonly source?: string | undefined;
  /** Made anew for each message; the answer repeats it. */
  readonly nonce: string;
}

/** Page → widget. */
export interface WidgetAnswer {
  readonly ns: typeof CARTLINE_NAMESPACE;
  readonly v: typeof PROTOCOL_VERSION;
  readonly type: 'acknowledged';
  readonly nonce: string;
}
