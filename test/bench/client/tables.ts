import type { Weight } from './bundle.ts';
import { rows } from './delivery/rows.ts';
import { isHeld, sumOf, type Tally } from './delivery/tally.ts';
import { VISIT_MESSAGES } from './measure/visit.ts';
import type { Results, SdkResult } from './results.ts';
import { least, median, most, quantile } from './statistics.ts';

export const bytes = (value: number): string => Math.round(value).toLocaleString('en-US');
const ms = (value: number): string => (value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString('en-US'));
export const micros = (value: number): string => `${Math.round(value).toLocaleString('en-US')} µs`;

const spread = (values: readonly number[]): string =>
  values.length ? `${ms(median(values))} (${ms(least(values))}–${ms(most(values))})` : '–';

export const markdown = (header: readonly string[], lines: readonly (readonly string[])[]): string =>
  [header, header.map((_, column) => (column ? '---:' : '---')), ...lines]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');

const titleOf = ({ bundle }: SdkResult): string => bundle.sdk.title;
export const callsOf = ({ tracks }: SdkResult): number[] => tracks.flatMap(({ callsUs }) => callsUs);
const startsOf = ({ startups }: SdkResult): number[] => startups.map(({ evalMs, initMs }) => evalMs + initMs);

export const sizeTable = ({ sdks }: Results): string =>
  markdown(
    ['SDK', 'version', 'minified', 'gzip 9', 'brotli 11', 'its own script-tag file, brotli 11'],
    sdks.map(({ bundle: { sdk, version, weight, shipped } }) => {
      const own = sdk.packageName === undefined ? 'the same' : shipped ? bytes(shipped.brotli) : 'not on npm';
      const sizes = (['min', 'gzip', 'brotli'] satisfies (keyof Weight)[]).map((kind) => bytes(weight[kind]));
      return [sdk.title, version, ...sizes, own];
    }),
  );

export const startupTable = ({ sdks, baseline }: Results): string =>
  markdown(
    ['SDK', 'eval + init, ms', 'main thread within 2 s, ms'],
    [...sdks, baseline].map((result) => [
      titleOf(result),
      spread(startsOf(result)),
      spread(result.startups.map(({ workMs }) => workMs)),
    ]),
  );

export const trackTable = ({ sdks, baseline, floor }: Results): string =>
  markdown(
    ['SDK', 'where `track()` leaves the event', '`track()` median', 'p95', 'main thread per event, all in, ms'],
    [...sdks, floor, baseline].map((result) => {
      const calls = callsOf(result);
      const times = calls.length ? [micros(median(calls)), micros(quantile(calls, 0.95))] : ['–', '–'];
      return [titleOf(result), result.bundle.sdk.keeps, ...times, spread(result.tracks.map(({ workMs }) => workMs))];
    }),
  );

const longestTask = ({ bursts }: SdkResult): string => {
  if (!bursts.length) return '–';
  const longest = median(bursts.map(({ longestMs }) => longestMs));
  return longest < 50 ? 'below 50 ms' : `${ms(longest)} ms`;
};

export const burstTable = ({ sdks }: Results): string =>
  markdown(
    ['SDK', 'the loop itself, ms', 'longest task beyond it', 'arrived'],
    sdks.map((result) => [
      titleOf(result),
      spread(result.bursts.map(({ loopMs }) => loopMs)),
      longestTask(result),
      result.bursts.map(({ arrived, events }) => `${bytes(arrived)} of ${bytes(events)}`).join('; ') || '–',
    ]),
  );

const perMessage = ({ visits }: SdkResult): { requests: string; body: string; socket: string; preflights: string } => {
  const [visit] = visits;
  if (!visit) return { requests: '–', body: '–', socket: '–', preflights: '–' };
  return {
    requests: (visit.requests / VISIT_MESSAGES).toFixed(2),
    body: bytes(visit.bodyBytes / VISIT_MESSAGES),
    socket: bytes(visit.socketBytes / VISIT_MESSAGES),
    preflights: String(visit.preflights),
  };
};

export const wireTable = ({ sdks }: Results): string =>
  markdown(
    [
      'SDK',
      'requests per message',
      'body bytes per message',
      'with HTTP/1.1 headers and preflights',
      'preflights in the visit',
    ],
    sdks.map((result) => {
      const { requests, body, socket, preflights } = perMessage(result);
      return [titleOf(result), requests, body, socket, preflights];
    }),
  );

const talliesOf = ({ tallies }: SdkResult): [string, Tally][] => [...tallies].map(([id, list]) => [id, sumOf(list)]);

const deliveryCell = (tally: Tally | undefined): string => {
  if (!tally) return '–';
  const { lost, doubled, copies, late } = tally;
  const said = [
    lost ? `**${lost} lost**` : '0 lost',
    doubled && `**${doubled} doubled**`,
    late && `${late} late`,
    copies && `${copies} ${copies === 1 ? 'copy' : 'copies'}`,
  ];
  return said.filter(Boolean).join(', ');
};

const score = (result: SdkResult): string => {
  const all = talliesOf(result);
  return all.length ? `${all.filter(([, tally]) => isHeld(tally)).length} of ${all.length}` : '–';
};

export const deliveryTable = ({ sdks }: Results): string => {
  const sums = sdks.map((result) => new Map(talliesOf(result)));
  const played = rows.filter(({ id }) => sums.some((sum) => sum.has(id)));
  return markdown(
    ['what goes wrong', ...sdks.map(titleOf)],
    [
      ...played.map(({ id, title }) => [title, ...sums.map((sum) => deliveryCell(sum.get(id)))]),
      ['**rows without loss or double**', ...sdks.map(score)],
    ],
  );
};

/** The one that the README quotes. */
export const shortTable = ({ sdks }: Results): string =>
  markdown(
    [
      '',
      'brotli',
      'start at 4× slower',
      '`track()`',
      'burst: longest task',
      'requests per event',
      'body bytes per event',
      'fault rows held',
    ],
    sdks.map((result) => {
      const calls = callsOf(result);
      const { requests, body } = perMessage(result);
      const starts = startsOf(result);
      return [
        titleOf(result),
        `${bytes(result.bundle.weight.brotli)} B`,
        starts.length ? `${ms(median(starts))} ms` : '–',
        calls.length ? micros(median(calls)) : '–',
        longestTask(result),
        requests,
        body,
        score(result),
      ];
    }),
  );
