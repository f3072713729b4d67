// dist/shopify-pixel.js: what a custom pixel of Shopify loads, or holds. Puts `cartlinePixel(api, options)` in place.
import { startPixel, type PixelApi, type PixelOptions } from './pixel.ts';

const world = {
  request: fetch.bind(globalThis),
  after: (delayMs: number, task: () => void) => setTimeout(task, delayMs),
  random: Math.random,
};
Object.assign(globalThis, { cartlinePixel: (api: PixelApi, options: PixelOptions) => startPixel(api, options, world) });
