/** @jsxImportSource hono/jsx */
import type { JSX } from 'hono/jsx/jsx-runtime';
import { Layout } from './layout.tsx';

/** What somebody without the key sees: where to find it. */
export const SignIn = ({ nonce, isWrong }: { readonly nonce: string; readonly isWrong: boolean }): JSX.Element => (
  <Layout title="Cartline · Activity" nonce={nonce}>
    <div class="card note">
      <h2>{isWrong ? 'That key is not the one' : 'This page needs its key'}</h2>
      <p>
        The relay prints the whole address of this page, with the key in it, when it starts: look for{' '}
        <code>/activity?key=…</code> in its output.
      </p>
      <p>
        Or set <code>activityKey</code> in <code>cartline.config</code>, and open <code>/activity?key=</code> with it.
      </p>
    </div>
  </Layout>
);
