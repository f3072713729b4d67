/** @jsxImportSource hono/jsx */
import type { JSX } from 'hono/jsx/jsx-runtime';
import type { FeedEntry, StoreStats } from '../../store/store.ts';
import type { DestinationState } from '../destination-state.ts';
import type { SourceState } from '../../store/deliveries.ts';
import { entryStates } from '../entry-state.ts';
import { Layout } from './layout.tsx';
import { Line } from './line.tsx';
import { Numbers } from './numbers.tsx';

interface ActivityPageProps {
  readonly nonce: string;
  /** Newest first. */
  readonly entries: readonly FeedEntry[];
  readonly stats: StoreStats;
  readonly destinations: readonly DestinationState[];
  readonly sources: readonly SourceState[];
  readonly revision: number;
}

const Filters = () => (
  <div class="filters" role="search">
    <button type="button" data-state="" aria-pressed="true">
      all
    </button>
    {entryStates.map((state) => (
      <button type="button" data-state={state} aria-pressed="false">
        {state}
      </button>
    ))}
    <input
      id="text"
      type="search"
      placeholder="event, person, cart, id …"
      aria-label="Filter by text"
      autocomplete="off"
    />
  </div>
);

const Empty = ({ isHidden }: { readonly isHidden: boolean }) => (
  <div class="stream note" id="empty" hidden={isHidden}>
    <h2>Nothing has come yet</h2>
    <p>
      Paste the script tag that the relay printed at its start into your shop's page, open the page, and look at a
      product: <code>product_viewed</code> will stand here within a second.
    </p>
    <p>
      Nothing after that? Look into the browser's console, and compare the write key there with <code>keys</code> in the
      relay's configuration.
    </p>
  </div>
);

/** The activity page: numbers, filters, and the stream with the newest on top. */
export const ActivityPage = ({ nonce, entries, revision, ...numbers }: ActivityPageProps): JSX.Element => (
  <Layout title="Cartline · Activity" nonce={nonce} revision={revision}>
    <header class="top">
      <div>
        <h1>
          Cartline <span>Activity</span>
        </h1>
        <span class="live" id="live" role="status">
          connecting
        </span>
      </div>
    </header>
    <main>
      <Numbers {...numbers} />
      <Filters />
      <Empty isHidden={entries.length > 0} />
      <div class="stream note" id="none" hidden>
        <h2>Nothing matches</h2>
        <p>Other messages are there; the filter hides them.</p>
      </div>
      <div class="stream" id="stream" hidden={entries.length === 0}>
        {entries.map((entry) => (
          <Line entry={entry} />
        ))}
      </div>
    </main>
  </Layout>
);
