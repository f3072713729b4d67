/**
 * Every problem that the panel knows, by its code: why it comes to be, and the way out. A note is worth knowing, and
 * nothing is wrong. docs/debugging.md lists the same table; a test compares the two.
 */
export const problemKinds = {
  event_name_similar: {
    level: 'problem',
    cause:
      'The name is nearly that of a canonical event. Where the relay does not know it as another name of it, it takes it for a mistake and quarantines the message.',
    fix: 'Use the canonical name, or set `unknownEvents: "accept"` in the plan.',
  },
  event_unknown: {
    level: 'note',
    cause:
      'The event is not canonical, and the panel does not know your plan. The relay accepts it and does not check its properties.',
    fix: 'Declare it with `definePlan({ events })` at the relay, and its properties are checked there; or use a canonical event.',
  },
  property_missing: {
    level: 'problem',
    cause: 'A required property is not there, so the relay quarantines the message.',
    fix: 'Pass the property; docs/events.md says which ones each event needs.',
  },
  property_wrong: {
    level: 'problem',
    cause: 'A property has another type or value than the event takes, so the relay quarantines the message.',
    fix: 'Pass the value as the message says it is expected.',
  },
  property_expected: {
    level: 'note',
    cause: 'The relay accepts the message and counts it as incomplete: segments and emails lack these facts.',
    fix: 'Pass the properties where the page knows them.',
  },
  money_as_text: {
    level: 'problem',
    cause: 'An amount came as text. A browser cannot know whether "1.234" is one or one thousand.',
    fix: 'Pass a number in major units, such as 49.5, and the currency beside it.',
  },
  cart_without_id: {
    level: 'problem',
    cause: 'Without a cart id nobody can tell whose cart it is, nor that it was bought later.',
    fix: 'Pass the `cart_id` of your platform with each cart and each event of a cart.',
  },
  message_invalid: {
    level: 'problem',
    cause: 'The message is not one that the relay takes, whatever the plan says.',
    fix: 'Compare the call with docs/client.md.',
  },
  identify_without_id: {
    level: 'problem',
    cause: 'An identify without `email`, `userId` or `phone` makes nobody known: the visitor stays anonymous.',
    fix: 'Pass at least one of the three; call it when the visitor has told you who they are.',
  },
  method_unknown: {
    level: 'problem',
    cause: "`cartline('…')` was called with a name that is no method. Nothing was tracked.",
    fix: 'Use a method of docs/client.md, such as `track`, `identify` or `cart.set`.',
  },
  call_failed: {
    level: 'problem',
    cause:
      'A method was called with something it cannot take, and threw inside. Nothing was tracked; the page goes on.',
    fix: 'Compare the arguments with docs/client.md; the error names the place.',
  },
  consent_pending: {
    level: 'note',
    cause: 'Nobody has said yet whether the visitor may be tracked. Calls wait in memory, and go with the page.',
    fix: 'Call `consent({ analytics: true })` or `consent({ analytics: false })` from your banner.',
  },
  consent_denied: {
    level: 'note',
    cause: 'Analytics consent is denied, so calls are dropped and nothing is kept in this browser.',
    fix: 'Nothing, if the visitor said so. Otherwise look for the call of `consent`, or `data-consent` on the tag.',
  },
  gpc_denied: {
    level: 'note',
    cause: 'The browser sends Global Privacy Control, which counts as denied analytics. Calls are dropped.',
    fix: 'Nothing: it is the visitor who asks. For testing, turn it off in the browser.',
  },
  key_refused: {
    level: 'problem',
    cause: 'The relay does not know the write key (401). Messages are kept; the client asks again every 15 minutes.',
    fix: 'Compare `data-write-key` or `writeKey` with `keys` in cartline.config. A server key must never stand in a page.',
  },
  origin_refused: {
    level: 'problem',
    cause: 'The relay refuses this page (403). Messages are kept; the client asks again every 15 minutes.',
    fix: 'Add the origin of this page to `origins` of the key in cartline.config.',
  },
  relay_not_found: {
    level: 'problem',
    cause: 'There is no relay at this address (404). Messages are kept; the client asks again every 15 minutes.',
    fix: 'Check `data-relay` or `relay`: events are posted to `{relay}/v1/batch`. Behind a proxy, check its path.',
  },
  relay_refuses: {
    level: 'problem',
    cause: 'The relay, or something before it, refuses whole requests. Messages are kept.',
    fix: 'Look at the answer in the network tab. A 413 is often a body limit of the proxy: allow 524,288 bytes.',
  },
  relay_unreachable: {
    level: 'problem',
    cause: 'No answer could be read for more than 10 seconds. Messages are kept, and sent when the relay is back.',
    fix: 'Open `{relay}/healthz`. If it answers: is this origin in `origins` of the key (the browser hides such a refusal), does an ad blocker or a proxy stand between?',
  },
  relay_failing: {
    level: 'problem',
    cause:
      'The relay has answered with an error for more than 10 seconds. Messages are kept, and sent when it recovers.',
    fix: "Look at the relay's log and at its disk: 503 means that it could not store, 429 that it had too much to do.",
  },
  answer_foreign: {
    level: 'problem',
    cause:
      "Something answers in the relay's place: a captive portal, a proxy's page, another server. Messages are kept.",
    fix: "Check the address of the relay. For another endpoint of the Segment family, set `ack: 'status'`.",
  },
  blocked_by_csp: {
    level: 'problem',
    cause:
      'The Content-Security-Policy of this page forbids requests to the relay. Messages are kept and cannot leave.',
    fix: "Add the relay's origin to `connect-src`.",
  },
  insecure_relay: {
    level: 'problem',
    cause: 'The page is served by https and the relay by http: browsers block such requests.',
    fix: 'Serve the relay by https, best on a subdomain of the shop.',
  },
  dropped_rejected: {
    level: 'problem',
    cause: 'The relay refused messages for good. They stand in its quarantine, whole, and can be replayed.',
    fix: 'Open the event in this panel: it says what the relay said.',
  },
  dropped_expired: {
    level: 'problem',
    cause: 'Messages were older than 14 days and one more attempt failed, so they were given up.',
    fix: 'Find out why the relay could not be reached for so long.',
  },
  dropped_no_room: {
    level: 'problem',
    cause: 'The outbox was full (5 MB), or the disk is; the least important messages went first.',
    fix: 'Find out why the relay does not empty it; see the Outbox tab.',
  },
  dropped_too_large: {
    level: 'problem',
    cause: 'A message was larger than 32,000 bytes, so it was given up.',
    fix: 'Send ids instead of whole objects; leave out descriptions and images as data.',
  },
  dropped_unserialisable: {
    level: 'problem',
    cause: 'A message could not become JSON: it has a cycle, a BigInt, or a getter that throws.',
    fix: 'Pass plain data: strings, numbers, booleans, arrays, objects.',
  },
  storage_refused: {
    level: 'problem',
    cause:
      'IndexedDB is refused, blocked or full. Messages are kept in memory and sent from there; a crash loses them.',
    fix: 'Nothing in a private window or in an embedded frame. Elsewhere, look at the error.',
  },
  clock_wrong: {
    level: 'note',
    cause: "This device's clock is wrong or was set back. The relay corrects times by its own clock.",
    fix: 'Nothing; only do not compare times in this panel with those at the relay.',
  },
  script_twice: {
    level: 'problem',
    cause: 'cartline.js is on the page more than once. The second does nothing; what its tag says is ignored.',
    fix: 'Remove one: often a theme and a tag manager both bring it.',
  },
  clients_differ: {
    level: 'problem',
    cause: 'The page has two clients of the same write key with different relay addresses: two identities, one outbox.',
    fix: 'Write the address alike everywhere, also the slash at its end.',
  },
  client_missing: {
    level: 'problem',
    cause: 'The panel was loaded, and there is no client on the page.',
    fix: 'Call `createCartline`, or check that the script tag has `data-write-key`; its error stands in this console.',
  },
} as const;

export type ProblemCode = keyof typeof problemKinds;

/** Something that is wrong: which kind, and the particulars. */
export interface Finding {
  readonly code: ProblemCode;
  /** What exactly: "product_viewed needs price: a number …; it came as "$49.00"". */
  readonly detail: string;
  /** Tells problems of one kind apart; the detail where absent. */
  readonly about?: string;
}
