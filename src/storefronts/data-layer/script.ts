// dist/data-layer.js, beside cartline.js: `<script src="…/data-layer.js" data-orders="server" data-name="dataLayer">`.
import { pageClient } from '../page-client.ts';
import type { DataLayerOptions } from './create-speaker.ts';
import { followLayer } from './follow-data-layer.ts';

const options: DataLayerOptions = { ...(document.currentScript as HTMLScriptElement | null)?.dataset }; // a script, never an SVG's
/** What the pushes lacked is asked for in the console: `cartlineDataLayer.report()`. */
Object.assign(window, { cartlineDataLayer: followLayer(pageClient(), options, false) });
