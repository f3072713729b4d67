const utf8 = new TextEncoder();

/**
 * Whether two texts are the same, in a time that tells nothing about where they differ.
 * @param given what came from outside; the time taken depends on its length only.
 * @param secret what it is compared with.
 */
export const sameText = (given: string, secret: string): boolean => {
  const a = utf8.encode(given);
  const b = utf8.encode(secret);
  let difference = a.length ^ b.length;
  for (let i = 0; i < a.length; i++) difference |= (a[i] ?? 0) ^ (b[i % (b.length || 1)] ?? 0);
  return difference === 0;
};
