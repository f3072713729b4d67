import type { CDPSession } from 'puppeteer-core';

/** The one category whose first event names each frame's process. */
const CATEGORY = 'disabled-by-default-devtools.timeline';

interface TraceEvent {
  readonly name: string;
  readonly args?: { readonly data?: { readonly frames?: readonly TracedFrame[] } };
}

interface TracedFrame {
  readonly isOutermostMainFrame?: boolean;
  readonly processId?: number;
}

/**
 * Process id of the renderer that a tab's page runs in. The protocol does not tell it outright, and to look which
 * process works while the tab is busy picks the wrong one on a loaded machine; a trace names it in its first event.
 */
export const rendererOf = async (cdp: CDPSession): Promise<number> => {
  let pid: number | undefined;
  const onEvents = ({ value }: { value: object[] }): void => {
    const started = (value as TraceEvent[]).find(({ name }) => name === 'TracingStartedInBrowser');
    pid ??= started?.args?.data?.frames?.find(({ isOutermostMainFrame }) => isOutermostMainFrame)?.processId;
  };
  cdp.on('Tracing.dataCollected', onEvents);
  const complete = new Promise((resolve) => cdp.once('Tracing.tracingComplete', resolve));
  await cdp.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: [CATEGORY] },
  });
  await cdp.send('Tracing.end');
  await complete;
  cdp.off('Tracing.dataCollected', onEvents);
  if (pid === undefined) throw new Error("Chromium's trace names no process for this tab");
  return pid;
};
