/** Shopify's standard storefront events that are listened to. They bubble to the document. */
const names = ['product:view', 'collection:view', 'search:update', 'cart:view', 'cart:lines-update'];

/**
 * Collects storefront events. The inline stub does so until the script is there, since a theme dispatches them when it
 * likes, and some but once; then the script puts its own `push` in place.
 */
export const collectEvents = (target: EventTarget): Event[] => {
  const events: Event[] = [];
  for (const name of names) target.addEventListener(`shopify:${name}`, (event) => events.push(event));
  return events;
};
