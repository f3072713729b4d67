/** Customer.io's documented limits. "KB" may mean 1000 or 1024 bytes there; the smaller holds either way. */
export const limits = {
  /** Bytes of one item of `/api/v2/batch`. */
  itemBytes: 32_000,
  /** Bytes of one batch: 500 KB are documented, its own libraries stay below. */
  batchBytes: 480_000,
  /** Bytes of an id, as the value of an identifier. */
  idBytes: 150,
  attributeNameBytes: 150,
  attributeValueBytes: 1_000,
  /** Attributes of one identify. */
  attributes: 300,
  eventNameBytes: 100,
} as const;

const utf8 = new TextEncoder();

/** Length in UTF-8, which is what all limits count. */
export const bytesOf = (text: string): number => utf8.encode(text).length;

/** Cuts a text to so many bytes, never within a character. */
export const cutToBytes = (text: string, bytes: number): string => {
  if (bytesOf(text) <= bytes) return text;
  const { read } = utf8.encodeInto(text, new Uint8Array(bytes));
  return text.slice(0, read);
};
