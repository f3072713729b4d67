/** Customer.io's documented limits. "KB" may mean 1000 or 1024 bytes there; the smaller holds either way. */
export const limits = {
  /** Bytes of one item of `/api/v2/batch`. */
  itemBytes: 32_000,
  /** Bytes of one batch: 500 KB are documented, its own libraries stay below. */
  batchBytes: 480_000,
  /** Bytes of an id, as the value of an identifier. */
  idBytes: 150,
  eventNameBytes: 100,
} as const;
