import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A configuration that starts: any free port, one write key, no destination. */
export const good = { port: 0, keys: [{ key: 'wk_live_1', kind: 'write' }], orders: 'browser', destinations: [] };

/** A new folder with these files; what is no text is written as JSON. */
export const folderWith = (files: Record<string, unknown>): string => {
  const folder = mkdtempSync(join(tmpdir(), 'cartline-test-'));
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return folder;
};
