interface MadeUp {
  readonly isOptimistic?: boolean;
  readonly id?: string;
  readonly lines?: { readonly nodes?: unknown };
}

/**
 * True for a Storefront cart that the page has made up ahead of the server's answer: marked by Hydrogen's
 * `useOptimisticCart`, or with a line that has no id yet (Next.js Commerce). It may still be refused, so it is not tracked.
 */
export const isOptimisticCart = (cart: unknown): boolean => {
  const { isOptimistic, lines } = cart as MadeUp; // any object may be asked for these
  const list = lines?.nodes ?? lines;
  return !!isOptimistic || (Array.isArray(list) && list.some((line: MadeUp) => line.isOptimistic || !line.id));
};
