import { rawOf } from './captured.ts';

/** What names and types of fields have in common, in whichever form. */
export const EMAIL: RegExp = /mail/i;
export const PHONE: RegExp = /phone|tel/i;

/** The value of a form's first field that has one and whose name or type is such. */
export const field = (elements: unknown, pattern: RegExp): unknown =>
  Object.values(rawOf(elements))
    .map(rawOf)
    .find(({ name, type, value }) => value && pattern.test(`${name as string} ${type as string}`))?.['value'];
