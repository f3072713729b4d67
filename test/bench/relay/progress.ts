/** Shows how far a long step is: one line that is written over on a terminal, a line for each tenth elsewhere. */
export const createProgress = (what: string, whole: number): ((done: number) => void) => {
  const start = performance.now();
  let shown = -1;
  return (done) => {
    const percent = Math.floor((done / whole) * 100);
    const step = process.stderr.isTTY ? percent : percent - (percent % 10);
    if (step === shown) return;
    shown = step;
    const seconds = (performance.now() - start) / 1_000;
    const bar = '█'.repeat(Math.round(percent / 5)).padEnd(20, '░');
    const left = done > 0 ? `, ${Math.round((seconds / done) * (whole - done))} s left` : '';
    const text = `${what} ${bar} ${percent} %, ${done.toLocaleString('en-US')} in ${seconds.toFixed(0)} s${left}`;
    process.stderr.write(process.stderr.isTTY ? `\r${text}\u001B[K${percent === 100 ? '\n' : ''}` : `${text}\n`);
  };
};
