/** @jsxImportSource hono/jsx */
import type { JSX } from 'hono/jsx/jsx-runtime';
import type { DeliveryState, StoreStats } from '../../store/store.ts';
import type { DestinationState } from '../destination-state.ts';
import { Time } from './details.tsx';
import type { SourceState } from '../../store/deliveries.ts';
import { DriftTable } from './drift-table.tsx';
import { SourceTable } from './source-table.tsx';

interface NumbersProps {
  readonly stats: StoreStats;
  readonly destinations: readonly DestinationState[];
  readonly sources: readonly SourceState[];
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

const inState = ({ deliveries }: StoreStats, state: DeliveryState): number =>
  sum(Object.values(deliveries).map((states) => states[state]));

const grouped = (count: number): string => count.toLocaleString('en');

/** "3 conflicts"; nothing for none. */
const many = (count: number, word: string): string | undefined =>
  count === 0 ? undefined : `${grouped(count)} ${word}${count === 1 ? '' : 's'}`;

const Counter = ({
  name,
  count,
  sub,
}: {
  readonly name: string;
  readonly count: number;
  readonly sub?: string | undefined;
}) => (
  <div>
    <dt>
      {name}
      {sub && <span class="sub">{sub}</span>}
    </dt>
    <dd class={count === 0 ? 'zero' : ''}>{grouped(count)}</dd>
  </div>
);

const reasons = (dropped: StoreStats['dropped']): string =>
  Object.entries(dropped)
    .map(([reason, count]) => `${reason} ${grouped(count)}`)
    .join(', ');

const words: Readonly<Record<DestinationState['status'], string>> = {
  ok: 'ok',
  open: 'not reachable: waiting',
  probing: 'not reachable: trying again',
  paused: 'paused',
};

const Destination = ({
  destination: { name, status, reason, nextAttemptAt },
}: {
  readonly destination: DestinationState;
}) => (
  <li>
    <strong>{name}</strong>
    <span class="badge" data-state={status === 'ok' ? 'good' : 'bad'}>
      {words[status]}
    </span>
    {status !== 'ok' && reason && <span>{reason}</span>}
    {status !== 'ok' && nextAttemptAt !== undefined && (
      <span>
        next attempt at <Time at={nextAttemptAt} short />
      </span>
    )}
  </li>
);

/** What destinations have still to be told, and what somebody has to do there by hand. */
const Erasures = ({ erasures: { waiting, refused } }: Pick<StoreStats, 'erasures'>) => (
  <ul class="destinations">
    {waiting > 0 && <li>{many(waiting, 'erasure')} on the way to destinations</li>}
    {refused.map(({ destination, reason, at }) => (
      <li>
        <strong>{destination}</strong>
        <span class="badge" data-state="bad">
          erasure refused
        </span>
        <span>{reason}</span>
        <Time at={at} short />
      </li>
    ))}
  </ul>
);

/** The numbers on top: what was taken, where it stands, and how the destinations are doing. */
export const Numbers = ({ stats, destinations, sources }: NumbersProps): JSX.Element => {
  const stuck = inState(stats, 'dead');
  const drops = sum(Object.values(stats.dropped));
  return (
    <section id="numbers" aria-label="Numbers">
      <ul class="destinations">
        {destinations.map((destination) => (
          <Destination destination={destination} />
        ))}
        {destinations.length === 0 && <li>There is no destination: messages are kept, and go nowhere.</li>}
      </ul>
      <dl class="counters">
        <Counter name="accepted" count={stats.messages} />
        <Counter
          name="held"
          count={inState(stats, 'held')}
          sub={inState(stats, 'pending') ? `${grouped(inState(stats, 'pending'))} pending` : undefined}
        />
        <Counter
          name="delivered"
          count={inState(stats, 'delivered')}
          sub={stuck ? `${grouped(stuck)} dead` : undefined}
        />
        <Counter name="withheld" count={inState(stats, 'withheld')} />
        <Counter name="quarantined" count={stats.quarantined} />
        <Counter name="duplicates removed" count={stats.duplicates} sub={many(stats.conflicts, 'conflict')} />
        <Counter name="persons" count={stats.persons} sub={many(stats.visitors, 'visitor')} />
        <Counter
          name="missing"
          count={stats.missing}
          sub={stats.tooOld ? `${grouped(stats.tooOld)} too old` : undefined}
        />
        <Counter name="dropped by clients" count={drops} sub={reasons(stats.dropped) || undefined} />
      </dl>
      <Erasures erasures={stats.erasures} />
      <SourceTable sources={sources} />
      <DriftTable drift={stats.drift} />
    </section>
  );
};
