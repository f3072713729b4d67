import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { DOC, withExamples } from '../../../support/destinations-doc.ts';

it('the examples in docs/destinations.md are the mappings’ own (npm run docs:destinations writes them)', () => {
  const page = readFileSync(DOC, 'utf8');
  expect(page.match(/<!-- examples: /g)).toHaveLength(4);
  expect(withExamples(page)).toBe(page);
});
