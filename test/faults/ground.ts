import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { createCustomerioDouble } from '../doubles/customerio/index.ts';
import { startRelay } from '../support/relay-process.ts';
import { buildScript } from './build-script.ts';
import type { Engine } from './engines/engine.ts';
import { buildLab } from './page/build.ts';
import type { Ground } from './world.ts';

export interface GroundOptions {
  readonly engine: Engine;
  /** The script under test; default dist/cartline.js. `src`: built now from the sources. */
  readonly script?: string | undefined;
  readonly isLong: boolean;
}

const dist = (file: string): string => fileURLToPath(new URL(`../../dist/${file}`, import.meta.url));

/** Starts what all runs share: the destination's double, a real relay before it, and the script under test, read once. */
export const layGround = async ({
  engine,
  script = dist('cartline.js'),
  isLong,
}: GroundOptions): Promise<Ground & { readonly close: () => Promise<void> }> => {
  const files = {
    script: script === 'src' ? await buildScript('src/script.ts') : await readFile(script, 'utf8'),
    stub: await readFile(dist('stub.js'), 'utf8'),
    lab: await buildLab(),
  };
  const customerio = createCustomerioDouble({ siteId: 'site', apiKey: 'key' });
  const api = await customerio.listen();
  const relay = await startRelay(api.url);
  return {
    engine,
    relay,
    customerio,
    files,
    isLong,
    close: async () => {
      await relay.close();
      await api.close();
      await engine.stop();
    },
  };
};
