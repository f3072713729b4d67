/** What is left of a name when case, spaces and punctuation are gone: "Product Added", product_added and ProductAdded are one. */
export const squash = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
