import { EXIT_FAILURE } from './problem.ts';

/** Stops gracefully on SIGINT and SIGTERM, then exits with 0; a second signal exits at once. */
export const stopOnSignals = (stop: () => Promise<void>): void => {
  let isStopping = false;
  const onSignal = (): void => {
    if (isStopping) process.exit(EXIT_FAILURE);
    isStopping = true;
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`cartline: stopping failed: ${error instanceof Error ? error.message : String(error)}\n`);
        process.exit(EXIT_FAILURE);
      },
    );
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
};
