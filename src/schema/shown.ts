/** Characters of a value that an error message shows. */
const SHOWN_CHARACTERS = 60;

/** The beginning of a text, and never half of a character: a lone surrogate is no text, and a database refuses it. */
export const beginning = (text: string, characters: number): string =>
  text.slice(0, characters).replace(/[\uD800-\uDBFF]$/, '');

/** A value as an error message shows it: JSON, cut to what a line has room for. */
export const shownJson = (value: unknown): string => {
  const json = JSON.stringify(value) ?? typeof value;
  return json.length > SHOWN_CHARACTERS ? `${beginning(json, SHOWN_CHARACTERS)}…` : json;
};
