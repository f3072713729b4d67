/** @jsxImportSource hono/jsx */
import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import type { JSX } from 'hono/jsx/jsx-runtime';
import { script } from './script.ts';
import { style } from './style.ts';

interface LayoutProps {
  readonly title: string;
  readonly nonce: string;
  /** Set on the page that lives on: its script follows from here. */
  readonly revision?: number;
  readonly children?: Child;
}

/** The frame of every page: one style and, where the page lives on, one script, both under the nonce. */
export const Layout = ({ title, nonce, revision, children }: LayoutProps): JSX.Element => (
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{title}</title>
      <link rel="icon" href="data:," />
      <style nonce={nonce}>{raw(style)}</style>
    </head>
    <body data-revision={revision}>
      {children}
      {revision !== undefined && <script nonce={nonce}>{raw(script)}</script>}
    </body>
  </html>
);
