import { html, raw } from 'hono/html';
import { renderFragment, type PageState } from './page-fragment.ts';
import type { Markup } from './page-parts.ts';
import { pageStyle } from './page-style.ts';

/** The whole page. All that came from requests is escaped; the script is a file of its own, so that no inline script may run. */
export const renderPage = (state: PageState): Markup =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Customer.io stand-in, for demo and tests</title>
        <link rel="icon" href="data:," />
        <style>
          ${raw(pageStyle)}
        </style>
      </head>
      <body>
        <div class="page">
          <header class="top">
            <div>
              <h1>Customer.io <span>stand-in for demo and tests</span></h1>
              <p>
                This is not Customer.io. What the relay would deliver there arrives here instead; nothing leaves this
                machine.
              </p>
              <p class="offline" role="alert">The stand-in does not answer any more. This is the last that it said.</p>
            </div>
            <button id="reset" type="button">Forget everything</button>
          </header>
          <main id="live">${renderFragment(state)}</main>
        </div>
        <script src="/_double/page.js" type="module"></script>
      </body>
    </html>`;

/** Nothing but this page's own style and script runs, whatever a person's data says. */
export const PAGE_POLICY: string =
  "default-src 'none'; style-src 'unsafe-inline'; script-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
