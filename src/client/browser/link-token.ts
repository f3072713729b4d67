/**
 * Takes the token of an email link (`?cl=…`) out of the address bar, before another script or the next page's referrer
 * can read it.
 */
export const takeLinkToken = (): string | undefined => {
  const url = new URL(location.href);
  const token = url.searchParams.get('cl');
  if (!token) return undefined;
  url.searchParams.delete('cl');
  history.replaceState(history.state, '', url);
  return token;
};
