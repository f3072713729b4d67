type Json = Readonly<Record<string, unknown>>;

/** What is passed on of a message's surroundings. Not `traits` or `externalId`, which would be taken for identity, nor the IP address. */
const TEXTS = ['locale', 'timezone', 'userAgent'] as const;
const OBJECTS = ['page', 'campaign', 'library', 'screen'] as const;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Destinations document texts and numbers in there; what is neither is left out. */
const plain = (value: Json): Json =>
  Object.fromEntries(
    Object.entries(value).filter(([, inner]) => typeof inner === 'string' || typeof inner === 'number'),
  );

/** `campaign` and `page` are texts only. */
const texts = (value: Json): Json =>
  Object.fromEntries(Object.entries(value).filter(([, inner]) => typeof inner === 'string'));

/** The surroundings of a message as a destination may have them. */
export const contextOf = (context: Json | undefined): Json => {
  if (!context) return {};
  const ownTexts = TEXTS.flatMap((name) => (typeof context[name] === 'string' ? [[name, context[name]]] : []));
  const objects = OBJECTS.flatMap((name) => {
    const value = context[name];
    return isObject(value) ? [[name, name === 'screen' ? plain(value) : texts(value)]] : [];
  });
  return Object.fromEntries([...ownTexts, ...objects]) as Json; // pairs of names and values
};
