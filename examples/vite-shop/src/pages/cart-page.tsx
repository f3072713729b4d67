import type { ReactNode } from 'react';
import { useCart, type CartActions } from '../cart.ts';
import { type CartLine, euros, findProduct, productPath, shipping } from '../catalogue.ts';
import { useCustomer } from '../customer.ts';
import { Missing } from '../parts/missing.tsx';
import { QuantitySelect } from '../parts/quantity-select.tsx';
import { Sums } from '../parts/sums.tsx';
import { Link } from '../router.tsx';
import { totalsOf } from '../totals.ts';

export function CartPage(): ReactNode {
  const { items, setQuantity } = useCart();
  const customer = useCustomer();
  if (items.length === 0)
    return <Missing title="Your cart" text="It is empty. Your skin may be fine already; if not:" />;
  const totals = totalsOf(items, customer);
  return (
    <div className="wrap">
      <div className="page-head">
        <h1>Your cart</h1>
      </div>
      <div className="split">
        <ul>
          {items.map((item) => (
            <Line key={item.product_id} item={item} setQuantity={setQuantity} />
          ))}
        </ul>
        <section className="summary" aria-labelledby="summary-title">
          <h2 id="summary-title">Summary</h2>
          <Freight subtotal={totals.subtotal} />
          <Sums totals={totals} />
          <Link className="button button-wide" href="/checkout">
            Checkout
          </Link>
        </section>
      </div>
    </div>
  );
}

function Line({ item, setQuantity }: { item: CartLine } & Pick<CartActions, 'setQuantity'>): ReactNode {
  const { product_id, name, price, quantity, image_url } = item;
  const remove = (): void => {
    setQuantity(product_id, 0);
    // The button goes with its line: the focus moves to the page instead of getting lost.
    document.getElementById('main')?.focus({ preventScroll: true });
  };
  return (
    <li className="line">
      <div className="line-image">
        <img src={image_url} alt="" />
      </div>
      <div className="line-name">
        <h2>
          <Link href={productPath(product_id)}>{name}</Link>
        </h2>
        <p className="muted">{findProduct(product_id)?.size}</p>
        <button className="text-button" type="button" aria-label={`Remove ${name}`} onClick={remove}>
          Remove
        </button>
      </div>
      <QuantitySelect
        label={`Quantity of ${name}`}
        labelHidden
        quantity={quantity}
        onChange={(count) => setQuantity(product_id, count)}
      />
      <p className="line-sum">{euros(price * quantity)}</p>
    </li>
  );
}

function Freight({ subtotal }: { subtotal: number }): ReactNode {
  const missing = shipping.free_from - subtotal;
  return (
    <label className="freight">
      {missing > 0 ? `${euros(missing)} to free shipping` : 'Shipping is on us'}
      <progress max={shipping.free_from} value={Math.min(subtotal, shipping.free_from)} />
    </label>
  );
}
