/** 32 KB a message are documented; a batch may have 4 MB, and RudderStack's own library sends 450 kB of them. */
export const limits = { itemBytes: 32_000, batchBytes: 450_000, items: 100, nameBytes: 100 } as const;
