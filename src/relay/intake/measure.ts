import { pass, refuse, type Step } from './refusal.ts';

/** Levels of a whole body: no message may have as many, and whatever walks over it later is safe from its depth. */
const MAX_BODY_DEPTH = 64;
/** Values of a whole body: 500 messages with 200 values each. */
const MAX_BODY_VALUES = 100_000;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN = new Set([0x5b, 0x7b]);
const CLOSE = new Set([0x5d, 0x7d]);

/** The place of the quote that ends a string. */
const endOfString = (text: string, start: number): number => {
  let at = start + 1;
  while (at < text.length && text.charCodeAt(at) !== QUOTE) at += text.charCodeAt(at) === BACKSLASH ? 2 : 1;
  return at;
};

/** Looks over JSON before it is parsed: refuses what is nested too deep (400) or has too many values (413). */
export const measure = (text: string): Step<string> => {
  let depth = 0;
  let values = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else if (code === COMMA) values++;
    else if (OPEN.has(code)) {
      values++;
      depth++;
    } else if (CLOSE.has(code)) depth--;
    if (depth > MAX_BODY_DEPTH)
      return refuse(400, 'too_deep', `the body: at most ${MAX_BODY_DEPTH} levels were expected; it came deeper`);
    if (values > MAX_BODY_VALUES)
      return refuse(413, 'too_many_values', `the body: at most ${MAX_BODY_VALUES} values were expected; more came`);
  }
  return pass(text);
};
