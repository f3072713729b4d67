const WIDTH = 30;
const LINE_EVERY = 0.05;

const minutes = (seconds: number): string =>
  seconds < 90 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;

/** A bar on a terminal that is drawn anew; in a log a line for every twentieth part. */
export const createProgress = (total: number, out: NodeJS.WriteStream): ((done: number) => void) => {
  const start = performance.now();
  let said = 0;
  return (done) => {
    const part = done / total;
    if (!out.isTTY && part < said + LINE_EVERY && done < total) return;
    said = part;
    const seconds = (performance.now() - start) / 1_000;
    const bar = '#'.repeat(Math.round(part * WIDTH)).padEnd(WIDTH, '.');
    const rate = Math.round(done / Math.max(seconds, 0.001));
    const rest = minutes((total - done) / Math.max(rate, 1));
    const line = `[${bar}] ${done.toLocaleString('en')} of ${total.toLocaleString('en')}, ${rate}/s, ${rest} left`;
    out.write(out.isTTY ? `\r${line}   ${done < total ? '' : '\n'}` : `${line}\n`);
  };
};
