import { expect, test } from 'vitest';
import { createJsonLogger } from '../../../src/cli/json-logger.ts';
import { nearest } from '../../../src/schema/nearest.ts';
import { scriptTag } from '../../../src/relay/script-tag.ts';

test('a log line is one JSON object; long texts are cut, and no text can forge a line', () => {
  const lines: string[] = [];
  const logger = createJsonLogger(
    (line) => void lines.push(line),
    () => 0,
  );
  logger.warn('request_refused', {
    status: 401,
    code: 'x\n{"level":"error"}',
    long: 'x'.repeat(999),
    error: new Error('boom'),
  });
  expect(lines).toHaveLength(1);
  expect(lines[0]?.match(/\n/g)).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    time: '1970-01-01T00:00:00.000Z',
    level: 'warn',
    status: 401,
    long: 'x'.repeat(256),
    error: 'boom',
  });
});

test('the name that was meant is found when it is near', () => {
  expect(nearest('prot', ['port', 'host'])).toBe('port');
  expect(nearest('activitykey', ['activityKey', 'keys'])).toBe('activityKey');
  expect(nearest('x', ['port', 'host'])).toBeUndefined();
});

test('a script tag cannot be broken out of', () => {
  const tag = scriptTag({ stub: 'a="</script>"', src: 'https://x/"><script>', writeKey: '"<&>' });
  expect(tag).toBe(
    '<script>a="<\\/script>"</script>\n<script async src="https://x/&quot;&gt;&lt;script&gt;" data-write-key="&quot;&lt;&amp;&gt;"></script>',
  );
});
