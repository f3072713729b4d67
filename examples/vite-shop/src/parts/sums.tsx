import type { ReactNode } from 'react';
import { type CartLine, euros, welcome } from '../catalogue.ts';
import type { Totals } from '../totals.ts';

/** The sums under a cart or an order. */
export function Sums({ totals }: { totals: Totals }): ReactNode {
  const { subtotal, discount, shipping, tax, total } = totals;
  return (
    <>
      <dl className="sums">
        <Sum label="Subtotal" amount={euros(subtotal)} />
        {discount > 0 && <Sum label={`Welcome, ${welcome.code}`} amount={`−${euros(discount)}`} />}
        <Sum label="Shipping" amount={shipping === 0 ? 'Free' : euros(shipping)} />
        <Sum className="sum-total" label="Total" amount={euros(total)} />
      </dl>
      <p className="small-print">Includes {euros(tax)} of tax.</p>
    </>
  );
}

function Sum({ label, amount, className }: { label: string; amount: string; className?: string }): ReactNode {
  return (
    <div className={className}>
      <dt>{label}</dt>
      <dd>{amount}</dd>
    </div>
  );
}

/** The lines of a cart or an order, small. */
export function SummaryLines({ items }: { items: readonly CartLine[] }): ReactNode {
  return (
    <ul className="summary-lines">
      {items.map(({ product_id, image_url, name, price, quantity }) => (
        <li key={product_id}>
          <img src={image_url} alt="" />
          <span>
            {name}
            <small>Quantity {quantity}</small>
          </span>
          <span>{euros(price * quantity)}</span>
        </li>
      ))}
    </ul>
  );
}
