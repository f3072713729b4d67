import type { ReactNode } from 'react';
import { euros, productPath, type Product } from '../catalogue.ts';
import { Link } from '../router.tsx';

export function ProductGrid({ products }: { products: readonly Product[] }): ReactNode {
  return (
    <ul className="grid">
      {products.map(({ product_id, name, price, category, image }) => (
        <li className="card" key={product_id}>
          <div className="card-image">
            <img src={image} alt="" width="640" height="800" />
          </div>
          <h3>
            <Link href={productPath(product_id)}>{name}</Link>
          </h3>
          <p className="card-meta">
            <span>{category}</span>
            <b>{euros(price)}</b>
          </p>
        </li>
      ))}
    </ul>
  );
}
