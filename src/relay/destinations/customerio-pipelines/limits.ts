/** Customer.io documents 32 KB a call and 500 KB a batch without saying which KB; what is larger is dropped with a 200. */
export const limits = { itemBytes: 32_000, batchBytes: 480_000, items: 100, nameBytes: 100 } as const;
