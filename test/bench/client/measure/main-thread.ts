import type { CDPSession } from 'playwright';

/** Counts processor time of the main thread, which other processes on the machine do not lengthen as they do wall time. */
export const watchMainThread = async (cdp: CDPSession): Promise<void> => {
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
};

/** Milliseconds that a page's main thread has worked since it was watched. */
export const mainThreadMs = async (cdp: CDPSession): Promise<number> => {
  const { metrics } = await cdp.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1_000;
};
