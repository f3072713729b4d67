import { element } from './element.ts';

/** A key with its colon, a string, a number, or a word of JSON. */
const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\b(?:true|false|null)\b/g;

const kindOf = (text: string | undefined, colon: string | undefined): string =>
  text ? (colon ? 'key' : 'text') : 'value';

/** A value as indented JSON with its parts in colour. */
export const jsonView = (value: unknown): HTMLPreElement => {
  const text = JSON.stringify(value, null, 2) ?? 'undefined';
  const pre = element('pre', { tabindex: '0' });
  let end = 0;
  for (const match of text.matchAll(TOKEN)) {
    const [whole, quoted, colon] = match;
    pre.append(
      text.slice(end, match.index),
      element('span', { class: `json-${kindOf(quoted, colon)}` }, quoted ?? whole),
      colon ?? '',
    );
    end = match.index + whole.length;
  }
  pre.append(text.slice(end));
  return pre;
};
