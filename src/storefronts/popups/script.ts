// dist/popups.js, beside cartline.js: `<script src="…/popups.js" data-vendors="klaviyo,shopify" data-origins="https://widget.example">`.
import { pageClient } from '../page-client.ts';
import { followForms, type PopupVendor } from './follow-popups.ts';

const listed = (text = ''): string[] => text.split(/[\s,]+/).filter(Boolean);
const { vendors, origins } = (document.currentScript as HTMLScriptElement).dataset; // a classic script; never an SVG's
followForms(pageClient(), { vendors: listed(vendors) as PopupVendor[], origins: listed(origins) });
