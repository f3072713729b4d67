import { survived } from './asking.ts';
import { describe, expect, it } from 'vitest';
import type { CreateStore } from '../describe-store-contract.ts';
import { START } from '../new-message.ts';

export const describeNotes = (create: CreateStore): void => {
  describe('notes', () => {
    it('keep what a destination was told over a restart, each destination its own', async ({ skip }) => {
      const { store, reopen } = await create();
      await store.notes.write('cio', new Map([['object/1', 'old'], ['object/2', 'two']]), START); // prettier-ignore
      await store.notes.write('cio', new Map([['object/1', 'new']]), START + 1);
      await store.notes.write('other', new Map([['object/1', 'theirs']]), START);
      const reopened = await survived(reopen, skip)();
      const read = await reopened.notes.read('cio', ['object/1', 'object/2', 'object/3']);
      expect([...read].toSorted()).toEqual([
        ['object/1', 'new'],
        ['object/2', 'two'],
      ]);
      expect(await reopened.notes.read('other', ['object/1'])).toEqual(new Map([['object/1', 'theirs']]));
    });

    it('are nothing where nothing was asked or written', async () => {
      const { store } = await create();
      await store.notes.write('cio', new Map(), START);
      expect(await store.notes.read('cio', [])).toEqual(new Map());
      expect(await store.notes.read('cio', ["' or 1"])).toEqual(new Map());
    });
  });
};
