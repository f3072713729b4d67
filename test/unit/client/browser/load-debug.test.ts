import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';

const load = async (src: string | undefined): Promise<void> => {
  const script =
    src === undefined ? null : Object.defineProperty(document.createElement('script'), 'src', { value: src });
  vi.spyOn(document, 'currentScript', 'get').mockReturnValue(script);
  vi.resetModules();
  const { loadDebug } = await import('../../../../src/client/browser/load-debug.ts');
  loadDebug();
};
afterEach(() => vi.restoreAllMocks());

describe('the debug panel', () => {
  it('comes from beside the script tag’s file', async () => {
    const cache = join(process.cwd(), 'node_modules/.cache'); // a module runner stays in the project
    mkdirSync(cache, { recursive: true });
    const folder = mkdtempSync(join(cache, 'cartline-'));
    writeFileSync(join(folder, 'debug.js'), 'globalThis.debugPanelIsThere = true;');
    await load(pathToFileURL(join(folder, 'cartline.js')).href);
    await vi.waitUntil(() => 'debugPanelIsThere' in globalThis);
    rmSync(folder, { recursive: true });
  });

  it('does not come by itself where a bundle has the client', async () => {
    await expect(load(undefined)).resolves.toBeUndefined();
  });
});
