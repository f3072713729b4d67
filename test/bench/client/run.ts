import type { Calm } from './calm.ts';
import { rows } from './delivery/rows.ts';
import { playRow, type Row } from './delivery/stage.ts';
import { measureBurst } from './measure/burst.ts';
import { measureStartup } from './measure/startup.ts';
import { measureTrack } from './measure/track-cost.ts';
import { measureVisit } from './measure/visit.ts';
import type { Plan } from './plan.ts';
import { inPool } from './pool.ts';
import type { Results, SdkResult } from './results.ts';
import { median } from './statistics.ts';

type Task = () => Promise<void>;

const round = (value: number): string => value.toFixed(1);

/** A task that notes a failure and goes on: one SDK that does not run must not stop the others. */
const safely =
  ({ failures }: Results, what: string, task: () => Promise<string>, calm?: Calm): Task =>
  async () => {
    try {
      await calm?.wait();
      console.log(`${what}: ${await task()}`);
    } catch (error) {
      failures.push(`${what}: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`);
      console.log(`${what}: DID NOT RUN: ${String(error)}`);
    }
  };

const keep = <T>(list: T[], value: T): T => {
  list.push(value);
  return value;
};

const startup = (result: SdkResult) => async (): Promise<string> => {
  const { evalMs, initMs, workMs } = keep(result.startups, await measureStartup(result.bundle));
  return `eval ${round(evalMs)} ms, init ${round(initMs)} ms, main thread ${round(workMs)} ms`;
};

const track = (result: SdkResult, calls: number) => async (): Promise<string> => {
  const { callsUs, workMs } = keep(result.tracks, await measureTrack(result.bundle, calls));
  return `${round(median(callsUs))} µs median of ${callsUs.length} calls, main thread ${round(workMs)} ms per event`;
};

const burst = (result: SdkResult, events: number, watchMs: number) => async (): Promise<string> => {
  const { loopMs, longestMs, arrived } = keep(result.bursts, await measureBurst(result.bundle, events, watchMs));
  return `loop ${round(loopMs)} ms, longest task beyond ${round(longestMs)} ms, ${arrived} arrived`;
};

const visit = (result: SdkResult) => async (): Promise<string> => {
  const { requests, preflights, bodyBytes } = keep(result.visits, await measureVisit(result.bundle));
  return `${requests} requests, ${preflights} preflights, ${bodyBytes} B of bodies`;
};

const delivery = (results: Results, row: Row) => async (): Promise<string> => {
  const bundles = results.sdks.map(({ bundle }) => bundle);
  const tallies = await playRow(row, bundles);
  const said = results.sdks.map(({ tallies: own, bundle }, i) => {
    const tally = tallies[i]!; // one for each
    own.set(row.id, [...(own.get(row.id) ?? []), tally]);
    const { lost, doubled, copies, late } = tally;
    return `${bundle.sdk.key} ${lost} lost, ${doubled} doubled, ${late} late, ${copies} copies`;
  });
  return said.join('; ');
};

const repeat = <T>(times: number, task: T): T[] => Array.from({ length: times }, () => task);

/** What is timed runs one after the other (but in a quick run), the SDKs taking turns, so that noise meets them all alike. */
const timedTasks = (plan: Plan, results: Results): Task[] => {
  const { calm } = results;
  const all = [results.baseline, ...results.sdks];
  const each = (part: string, list: readonly SdkResult[], task: (result: SdkResult) => () => Promise<string>): Task[] =>
    list.map((result) => safely(results, `${part} ${result.bundle.sdk.key}`, task(result), calm));
  return [
    ...(plan.parts.includes('startup') ? repeat(plan.startups, each('startup', all, startup)) : []),
    ...(plan.parts.includes('track')
      ? repeat(
          plan.trackRounds,
          each('track', [results.floor, ...all], (result) => track(result, plan.trackCalls)),
        )
      : []),
    ...(plan.parts.includes('burst')
      ? repeat(
          plan.bursts,
          each('burst', results.sdks, (result) => burst(result, plan.burstEvents, plan.burstWatchMs)),
        )
      : []),
  ].flat();
};

const deliveryTasks = (plan: Plan, results: Results, delicate: boolean): Task[] => {
  const wanted = rows
    .filter((row) => !!row.delicate === delicate && (row.quick || !plan.quick))
    .toSorted((a, b) => b.waitMs - a.waitMs);
  const once = wanted.map((row) => safely(results, row.id, delivery(results, row)));
  return plan.parts.includes('delivery') ? repeat(plan.deliveries, once).flat() : [];
};

/** Measures everything the plan names; results and failures stand in `results`. */
export const runPlan = async (plan: Plan, results: Results): Promise<void> => {
  await inPool(timedTasks(plan, results), plan.timedAtOnce);
  await inPool(deliveryTasks(plan, results, true), 1);
  const visits = plan.parts.includes('visit')
    ? results.sdks.map((result) => safely(results, `visit ${result.bundle.sdk.key}`, visit(result)))
    : [];
  await inPool([...visits, ...deliveryTasks(plan, results, false)], plan.atOnce);
};
