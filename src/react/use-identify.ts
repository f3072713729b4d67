import { useEffect } from 'react';
import type { Identify } from '../index.ts';
import { isNews } from './page-memory.ts';
import { useCartline } from './use-cartline.ts';

/**
 * Makes the visitor known as soon as the page knows who it is, and again when something about them changes; in each page
 * once. Nobody yet (null, undefined, false) says nothing: call `reset()` at logout.
 *
 * @example
 * useIdentify(customer && { userId: customer.id, email: customer.email, source: 'account' });
 */
export const useIdentify = (person: Identify | null | undefined | false): void => {
  const client = useCartline();
  useEffect(() => {
    if (isNews(client, 'person', person || null) && person) client.identify(person);
  });
};
