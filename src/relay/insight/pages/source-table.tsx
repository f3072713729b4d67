/** @jsxImportSource hono/jsx */
import type { JSX } from 'hono/jsx/jsx-runtime';
import type { ShownDelivery, SourceState } from '../../store/deliveries.ts';
import { Time } from './details.tsx';

const NOTED = 10;

const counted = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([name, count]) => `${name} ${count.toLocaleString('en')}`)
    .join(', ');

const Row = ({
  source: { source, path, lastAt, states, joins, refused, refusedFor },
}: {
  readonly source: SourceState;
}) => (
  <tr>
    <td>{source}</td>
    <td>
      <code>{path}</code>
    </td>
    <td>{lastAt === undefined ? 'nothing yet' : <Time at={lastAt} short />}</td>
    <td>{counted(states) || '0'}</td>
    <td>{counted(joins) || '0'}</td>
    <td>{refused === 0 ? '0' : `${refused.toLocaleString('en')}: ${refusedFor ?? ''}`}</td>
  </tr>
);

const Noted = ({ delivery: { source, topic, receivedAt, state, reason } }: { readonly delivery: ShownDelivery }) => (
  <tr>
    <td>{source}</td>
    <td>
      <code>{topic}</code>
    </td>
    <td>
      <Time at={receivedAt} short />
    </td>
    <td>{state}</td>
    <td colspan={2}>{reason ?? ''}</td>
  </tr>
);

/** What each source has delivered, how its orders found their persons, and what became no messages, with the reason. */
export const SourceTable = ({ sources }: { readonly sources: readonly SourceState[] }): JSX.Element => {
  const noted = sources
    .flatMap((one) => one.noted)
    .sort((a, b) => b.seq - a.seq)
    .slice(0, NOTED);
  const needsEyes = sources.some(
    ({ refused, states }) => refused > 0 || (states.failed ?? 0) + (states.privacy ?? 0) > 0,
  );
  return (
    <details class="drift" id="sources" hidden={sources.length === 0} open={needsEyes}>
      <summary>
        Sources <span>{sources.map(({ source }) => source).join(', ')}</span>
      </summary>
      <table>
        <thead>
          <tr>
            <th>source</th>
            <th>address</th>
            <th>last delivery</th>
            <th>deliveries</th>
            <th>orders joined by</th>
            <th>refused</th>
          </tr>
        </thead>
        <tbody>
          {sources.map((source) => (
            <Row source={source} />
          ))}
          {noted.map((delivery) => (
            <Noted delivery={delivery} />
          ))}
        </tbody>
      </table>
    </details>
  );
};
