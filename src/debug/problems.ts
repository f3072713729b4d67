/** One kind of problem: why it comes to be, and the way out. A `note` is worth knowing, and nothing is wrong. */
export interface ProblemKind {
  readonly level: 'problem' | 'note';
  readonly cause: string;
  readonly fix: string;
}

const problem = (cause: string, fix: string): ProblemKind => ({ level: 'problem', cause, fix });
const note = (cause: string, fix: string): ProblemKind => ({ level: 'note', cause, fix });

/** Every problem that the panel knows, by its code. docs/debugging.md lists the same table; a test compares the two. */
export const problemKinds = {
  event_name_similar: problem(
    'The name is nearly that of a canonical event, so the relay takes it for a mistake and quarantines the message.',
    'Use the canonical name, or set `unknownEvents: "accept"` in the plan.',
  ),
  event_unknown: note(
    'The event is not canonical, and the panel does not know your plan. The relay accepts it and does not check its properties.',
    'Declare it with `definePlan({ events })` at the relay, and its properties are checked there; or use a canonical event.',
  ),
  property_missing: problem(
    'A required property is not there, so the relay quarantines the message.',
    'Pass the property; docs/events.md says which ones each event needs.',
  ),
  property_wrong: problem(
    'A property has another type or value than the event takes, so the relay quarantines the message.',
    'Pass the value as the message says it is expected.',
  ),
  property_expected: note(
    'The relay accepts the message and counts it as incomplete: segments and emails lack these facts.',
    'Pass the properties where the page knows them.',
  ),
  money_as_text: problem(
    'An amount came as text. A browser cannot know whether "1.234" is one or one thousand.',
    'Pass a number in major units, such as 49.5, and the currency beside it.',
  ),
  cart_without_id: problem(
    'Without a cart id nobody can tell whose cart it is, nor that it was bought later.',
    'Pass the `cart_id` of your platform with each cart and each event of a cart.',
  ),
  message_invalid: problem(
    'The message is not one that the relay takes, whatever the plan says.',
    'Compare the call with docs/client.md.',
  ),
  identify_without_id: problem(
    'An identify without `email`, `userId` or `phone` makes nobody known: the visitor stays anonymous.',
    'Pass at least one of the three; call it when the visitor has told you who they are.',
  ),
  method_unknown: problem(
    "`cartline('…')` was called with a name that is no method. Nothing was tracked.",
    'Use a method of docs/client.md, such as `track`, `identify` or `cart.set`.',
  ),
  call_failed: problem(
    'A method was called with something it cannot take, and threw inside. Nothing was tracked; the page goes on.',
    'Compare the arguments with docs/client.md; the error names the place.',
  ),
  consent_pending: note(
    'Nobody has said yet whether the visitor may be tracked. Calls wait in memory, and go with the page.',
    'Call `consent({ analytics: true })` or `consent({ analytics: false })` from your banner.',
  ),
  consent_denied: note(
    'Analytics consent is denied, so calls are dropped and nothing is kept in this browser.',
    'Nothing, if the visitor said so. Otherwise look for the call of `consent`, or `data-consent` on the tag.',
  ),
  gpc_denied: note(
    'The browser sends Global Privacy Control, which counts as denied analytics. Calls are dropped.',
    'Nothing: it is the visitor who asks. For testing, turn it off in the browser.',
  ),
  key_refused: problem(
    'The relay does not know the write key (401). Messages are kept; the client asks again every 15 minutes.',
    'Compare `data-write-key` or `writeKey` with `keys` in cartline.config. A server key must never stand in a page.',
  ),
  origin_refused: problem(
    'The relay refuses this page (403). Messages are kept; the client asks again every 15 minutes.',
    'Add the origin of this page to `origins` of the key in cartline.config.',
  ),
  relay_not_found: problem(
    'There is no relay at this address (404). Messages are kept; the client asks again every 15 minutes.',
    'Check `data-relay` or `relay`: events are posted to `{relay}/v1/batch`. Behind a proxy, check its path.',
  ),
  relay_refuses: problem(
    'The relay, or something before it, refuses whole requests. Messages are kept.',
    'Look at the answer in the network tab. A 413 is often a body limit of the proxy: allow 524,288 bytes.',
  ),
  relay_unreachable: problem(
    'No answer could be read for more than 10 seconds. Messages are kept, and sent when the relay is back.',
    'Open `{relay}/healthz`. If it answers: is this origin in `origins` of the key (the browser hides such a refusal), does an ad blocker or a proxy stand between?',
  ),
  relay_failing: problem(
    'The relay has answered with an error for more than 10 seconds. Messages are kept, and sent when it recovers.',
    "Look at the relay's log and at its disk: 503 means that it could not store, 429 that it had too much to do.",
  ),
  answer_foreign: problem(
    "Something answers in the relay's place: a captive portal, a proxy's page, another server. Messages are kept.",
    "Check the address of the relay. For another endpoint of the Segment family, set `ack: 'status'`.",
  ),
  blocked_by_csp: problem(
    'The Content-Security-Policy of this page forbids requests to the relay. Messages are kept and cannot leave.',
    "Add the relay's origin to `connect-src`.",
  ),
  insecure_relay: problem(
    'The page is served by https and the relay by http: browsers block such requests.',
    'Serve the relay by https, best on a subdomain of the shop.',
  ),
  dropped_rejected: problem(
    'The relay refused messages for good. They stand in its quarantine, whole, and can be replayed.',
    'Open the event in this panel: it says what the relay said.',
  ),
  dropped_expired: problem(
    'Messages were older than 14 days and one more attempt failed, so they were given up.',
    'Find out why the relay could not be reached for so long.',
  ),
  dropped_no_room: problem(
    'The outbox was full (5 MB), or the disk is; the least important messages went first.',
    'Find out why the relay does not empty it; see the Outbox tab.',
  ),
  dropped_too_large: problem(
    'A message was larger than 32,000 bytes, so it was given up.',
    'Send ids instead of whole objects; leave out descriptions and images as data.',
  ),
  dropped_unserialisable: problem(
    'A message could not become JSON: it has a cycle, a BigInt, or a getter that throws.',
    'Pass plain data: strings, numbers, booleans, arrays, objects.',
  ),
  storage_refused: problem(
    'IndexedDB is refused, blocked or full. Messages are kept in memory and sent from there; a crash loses them.',
    'Nothing in a private window or in an embedded frame. Elsewhere, look at the error.',
  ),
  clock_wrong: note(
    "This device's clock is wrong or was set back. The relay corrects times by its own clock.",
    'Nothing; only do not compare times in this panel with those at the relay.',
  ),
  script_twice: problem(
    'cartline.js is on the page more than once. The second does nothing; what its tag says is ignored.',
    'Remove one: often a theme and a tag manager both bring it.',
  ),
  clients_differ: problem(
    'The page has two clients of the same write key with different relay addresses: two identities, one outbox.',
    'Write the address alike everywhere, also the slash at its end.',
  ),
  client_missing: problem(
    'The panel was loaded, and there is no client on the page.',
    'Call `createCartline`, or check that the script tag has `data-write-key`; its error stands in this console.',
  ),
} as const satisfies Record<string, ProblemKind>;

export type ProblemCode = keyof typeof problemKinds;

/** Something that is wrong: which kind, and the particulars. */
export interface Finding {
  readonly code: ProblemCode;
  /** What exactly: "product_viewed needs price: a number …; it came as "$49.00"". */
  readonly detail: string;
  /** Tells problems of one kind apart; the detail where absent. */
  readonly about?: string;
}
