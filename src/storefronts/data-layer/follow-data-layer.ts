import type { ShopClient } from '../page-client.ts';
import { createCompleteness, type Completeness } from './completeness.ts';
import { createSpeaker, type DataLayerOptions } from './create-speaker.ts';
import { readEntry } from './read-entry.ts';

/** A data layer that is being followed. */
export interface DataLayer {
  /** What the pushes of this page lacked, by event. */
  readonly report: () => Completeness;
  /** Ends it. */
  readonly stop: () => void;
}

const FOLLOWED = Symbol.for('cartline.data-layer');
type Layer = unknown[] & { [FOLLOWED]?: DataLayer };

/**
 * Follows the shop's data layer: what stands there already, and what is pushed from now on, by whichever script. The
 * cart's id is made here, as the layer has none. Twice on one page is once.
 *
 * @param live the client is there (npm); false where the script tag's may still load
 */
export const followLayer = (client: ShopClient, options: DataLayerOptions = {}, live = true): DataLayer => {
  const layers = window as unknown as Record<string, Layer>;
  const layer = (layers[options.name ?? 'dataLayer'] ??= []);
  if (layer[FOLLOWED]) return layer[FOLLOWED];
  const { count, report } = createCompleteness();
  const say = createSpeaker(client, options, live, count);
  let told: string | undefined;
  let isOver = false;

  const hear = (entry: unknown): void => {
    const read = !isOver && readEntry(entry);
    if (!read) return;
    const [name, from, person] = read;
    const text = JSON.stringify(person);
    // a purchase first says who it was: the order belongs to them
    if (person && text !== told) client.identify(person);
    told = text || told;
    say(name, from);
  };

  const listen = (entries: readonly unknown[]): void => {
    for (const entry of entries) {
      try {
        hear(entry);
      } catch (error) {
        console.warn('Cartline: unread', entry, error); // whatever the layer holds must not break the page that pushes it
      }
    }
  };

  listen([...layer]);
  const push = layer.push.bind(layer);
  layer.push = (...entries) => {
    const length = push(...entries);
    listen(entries);
    return length;
  };
  return (layer[FOLLOWED] = { report, stop: () => void (isOver = true) });
};
