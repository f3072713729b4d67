import type { ReactNode } from 'react';
import { Link } from '../router.tsx';

/** A page that has nothing to show, with a way on. */
export function Missing({ title, text }: { title: string; text: string }): ReactNode {
  return (
    <div className="wrap empty">
      <h1>{title}</h1>
      <p>{text}</p>
      <Link className="button" href="/">
        See the collection
      </Link>
    </div>
  );
}
