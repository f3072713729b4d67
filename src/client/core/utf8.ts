const encoder = new TextEncoder();

/** Length in bytes as UTF-8, which is what limits are counted in; an emoji has 2 characters and 4 bytes. */
export const utf8Bytes = (text: string): number => encoder.encode(text).length;
