import type { ReactNode } from 'react';
import { products } from '../catalogue.ts';
import { ProductGrid } from '../parts/product-grid.tsx';

export function HomePage(): ReactNode {
  return (
    <>
      <section className="hero">
        <div className="hero-text">
          <p className="eyebrow">Small-batch skincare</p>
          <h1>Skin, left in peace.</h1>
          <p>
            Eight formulas, short ingredient lists and nothing your skin has to fight. Made by hand, refilled for life.
          </p>
          <a className="button" href="#collection">
            See the collection
          </a>
        </div>
        <div className="hero-art">
          <img src="/images/hero.svg" alt="" />
        </div>
      </section>
      <ul className="perks">
        <li>Fragrance-free formulas</li>
        <li>Glass, refilled for life</li>
        <li>30 days to change your mind</li>
      </ul>
      <section className="wrap section" id="collection" aria-labelledby="collection-title">
        <div className="section-head">
          <h2 id="collection-title">The collection</h2>
          <p>Few things, made well. Start with three; add the rest when your skin asks for it.</p>
        </div>
        <ProductGrid products={products} />
      </section>
      <Ritual />
    </>
  );
}

function Ritual(): ReactNode {
  return (
    <section className="ritual" aria-labelledby="ritual-title">
      <div className="wrap">
        <p className="eyebrow">The ritual</p>
        <h2 id="ritual-title">Three steps, two minutes</h2>
        <ol>
          <li>
            <h3>Cleanse</h3>
            <p>Milk on dry skin, a minute of massage. Take the day off, leave the barrier on.</p>
          </li>
          <li>
            <h3>Treat</h3>
            <p>One serum, pressed in while the skin is still damp. Oil in the evening.</p>
          </li>
          <li>
            <h3>Protect</h3>
            <p>Cream when it is dry, mineral sun veil every single morning.</p>
          </li>
        </ol>
      </div>
    </section>
  );
}
