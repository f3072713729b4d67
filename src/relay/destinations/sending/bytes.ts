const utf8 = new TextEncoder();

/** Length in UTF-8, which is what all limits count. */
export const bytesOf = (text: string): number => utf8.encode(text).length;

/** Cuts a text to so many bytes, never within a character. */
export const cutToBytes = (text: string, bytes: number): string => {
  if (bytesOf(text) <= bytes) return text;
  const { read } = utf8.encodeInto(text, new Uint8Array(bytes));
  return text.slice(0, read);
};

/** Bytes of a value as JSON; 0 for what JSON leaves out. */
export const jsonBytes = (value: unknown): number => bytesOf(JSON.stringify(value) ?? '');
