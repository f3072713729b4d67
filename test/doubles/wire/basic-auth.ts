/** User and password of a Basic `Authorization` header as "user:password"; undefined where there is none. */
export const decodeBasic = (header: string | null): string | undefined => {
  const encoded = /^Basic +([A-Za-z0-9+/]+=*)$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0)));
  } catch {
    return undefined; // not base64: the same as no key
  }
};
