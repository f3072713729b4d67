/** @jsxImportSource hono/jsx */
import type { JSX } from 'hono/jsx/jsx-runtime';
import type { DriftEntry } from '../../store/store.ts';
import { Time } from './details.tsx';

const SHOWN_ROWS = 50;

/** What came in another form than the contract's, and what it became: where a shop's code or data layer is worth mending. */
export const DriftTable = ({ drift }: { readonly drift: readonly DriftEntry[] }): JSX.Element => (
  <details class="drift" id="drift" hidden={drift.length === 0}>
    <summary>
      Drift{' '}
      <span>{drift.length === 1 ? '1 name or form' : `${drift.length} names and forms`} that the relay translates</span>
    </summary>
    <table>
      <thead>
        <tr>
          <th>came</th>
          <th>became</th>
          <th>kind</th>
          <th>source</th>
          <th>times</th>
          <th>last</th>
        </tr>
      </thead>
      <tbody>
        {drift.slice(0, SHOWN_ROWS).map(({ kind, from, to, source, count, lastAt }) => (
          <tr>
            <td>{from}</td>
            <td>{to}</td>
            <td>{kind}</td>
            <td>{source}</td>
            <td>{count.toLocaleString('en')}</td>
            <td>
              <Time at={lastAt} short />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </details>
);
