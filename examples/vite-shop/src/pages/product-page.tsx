import { useState, type FormEvent, type ReactNode } from 'react';
import { TrackProduct } from 'cartline/react';
import { useCart } from '../cart.ts';
import { currency, euros, lineItem, products, type Product } from '../catalogue.ts';
import { ProductGrid } from '../parts/product-grid.tsx';
import { QuantitySelect } from '../parts/quantity-select.tsx';
import { Link } from '../router.tsx';

export function ProductPage({ product }: { product: Product }): ReactNode {
  const { quantity: _, ...facts } = lineItem(product, 1);
  return (
    <div className="wrap">
      <TrackProduct product={{ ...facts, currency }} />
      <p className="crumbs">
        <Link href="/">The collection</Link> / {product.category}
      </p>
      <div className="product">
        <div className="product-image">
          <img src={product.image} alt="" width="640" height="800" />
        </div>
        <div className="product-info">
          <p className="eyebrow">{product.category}</p>
          <h1>{product.name}</h1>
          <p className="tagline">{product.tagline}</p>
          <p className="price">
            {euros(product.price)}
            <span>{product.size}, tax included</span>
          </p>
          <p>{product.description}</p>
          <Buy product={product} />
          <Facts product={product} />
        </div>
      </div>
      <section className="section" aria-labelledby="more-title">
        <div className="section-head">
          <h2 id="more-title">Goes well with</h2>
        </div>
        <ProductGrid products={products.filter((other) => other !== product).slice(0, 4)} />
      </section>
    </div>
  );
}

function Buy({ product }: { product: Product }): ReactNode {
  const { add } = useCart();
  const [quantity, setQuantity] = useState(1);
  const [added, setAdded] = useState(0);
  const buy = (event: FormEvent): void => {
    event.preventDefault();
    add(product.product_id, quantity);
    setAdded(quantity);
  };
  return (
    <>
      <form className="buy" onSubmit={buy}>
        <QuantitySelect label="Quantity" quantity={quantity} onChange={setQuantity} />
        <button className="button">Add to cart</button>
      </form>
      <p className="added" role="status">
        {added > 0 && (
          <>
            {added} × {product.name} added. <Link href="/cart">View cart</Link>
          </>
        )}
      </p>
    </>
  );
}

function Facts({ product }: { product: Product }): ReactNode {
  return (
    <div className="facts">
      <details open>
        <summary>How to use</summary>
        <p>{product.use}</p>
      </details>
      <details>
        <summary>What is in it</summary>
        <p>{product.ingredients.join(', ')}. The full list is on the bottle.</p>
      </details>
      <details>
        <summary>Delivery and returns</summary>
        <p>With you in two to three days. Not for your skin? Send it back within 30 days, opened or not.</p>
      </details>
    </div>
  );
}
