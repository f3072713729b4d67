/** @jsxImportSource hono/jsx */
import type { FeedEntry } from '../../store/store.ts';
import type { Child } from 'hono/jsx';
import type { JSX } from 'hono/jsx/jsx-runtime';

/** A moment; the browser writes it in the reader's own zone. `short`: the clock only. */
export const Time = ({ at, short = false }: { readonly at: number; readonly short?: boolean }): JSX.Element => {
  const iso = new Date(at).toISOString();
  return (
    <time datetime={iso} {...(short && { 'data-short': '' })}>
      {short ? iso.slice(11, 19) : iso}
    </time>
  );
};

const JSON_CHARACTERS = 40_000;

const pretty = (body: unknown): string => {
  const text = JSON.stringify(body, null, 2) ?? 'nothing';
  return text.length > JSON_CHARACTERS
    ? `${text.slice(0, JSON_CHARACTERS)}\n… (cut here; whole in /activity/feed.json)`
    : text;
};

const Fact = ({ name, children }: { readonly name: string; readonly children?: Child }) => (
  <>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </>
);

const deliveryText = ({ state, attempts, reason }: FeedEntry['deliveries'][number]): string =>
  [state, attempts > 0 ? `attempts: ${attempts}` : '', reason].filter(Boolean).join(' · ');

/** Which replay would send it again; nothing where nothing was refused. */
const replayOf = ({ kind, deliveries }: FeedEntry): 'dead' | 'quarantine' | undefined => {
  if (kind === 'quarantined') return 'quarantine';
  return deliveries.some(({ state }) => state === 'dead') ? 'dead' : undefined;
};

/** Everything that is known of a message, and the message itself as JSON. */
export const Details = ({ entry }: { readonly entry: FeedEntry }): JSX.Element => (
  <div class="more">
    <dl class="facts">
      <Fact name="message">
        <code>{entry.messageId}</code>
      </Fact>
      {entry.anonymousId && (
        <Fact name="visitor">
          <code>{entry.anonymousId}</code>
        </Fact>
      )}
      {entry.person && (
        <Fact name="person">
          {[entry.person.email, entry.person.userId, entry.person.phone].filter(Boolean).join(' · ')}
        </Fact>
      )}
      {entry.person?.linked?.map(({ name, reason }) => (
        <Fact name="may also be">
          {name} ({reason}; merged only when the shop says so)
        </Fact>
      ))}
      {entry.claimedUserId && (
        <Fact name="claims to be">{entry.claimedUserId} (without proof: shown, not acted on)</Fact>
      )}
      <Fact name="happened">
        <Time at={entry.occurredAt} />
      </Fact>
      <Fact name="received">
        <Time at={entry.receivedAt} />
      </Fact>
      {entry.deliveries.map((delivery) => (
        <Fact name={delivery.destination}>{deliveryText(delivery)}</Fact>
      ))}
      {entry.rejection && (
        <Fact name="refused">
          <code>{entry.rejection.code}</code>{' '}
          {entry.rejection.path && (
            <>
              at <code>{entry.rejection.path}</code>
            </>
          )}
        </Fact>
      )}
    </dl>
    {replayOf(entry) && (
      <p>
        <button type="button" data-replay={replayOf(entry)} data-seq={entry.seq}>
          send again
        </button>
      </p>
    )}
    <pre tabindex={0}>{pretty(entry.body)}</pre>
  </div>
);
