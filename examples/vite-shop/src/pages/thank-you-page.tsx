import type { ReactNode } from 'react';
import { readOrder } from '../order.ts';
import { Missing } from '../parts/missing.tsx';
import { Sums, SummaryLines } from '../parts/sums.tsx';
import { Link } from '../router.tsx';

export function ThankYouPage(): ReactNode {
  const order = readOrder();
  if (!order) return <Missing title="No order yet" text="Nothing was ordered in this tab." />;
  return (
    <div className="wrap thanks">
      <span className="thanks-mark" aria-hidden="true">
        <svg
          width="30"
          height="30"
          viewBox="0 0 30 30"
          fill="none"
          stroke="currentColor"
          strokeWidth="2"
          strokeLinecap="round"
        >
          <path d="M6 16l6 6L24 9" />
        </svg>
      </span>
      <h1>Thank you, {order.first_name}</h1>
      <p>Your order is being packed by hand. We would write to you when it leaves, if this were a real shop.</p>
      <section
        className="receipt"
        aria-label="Receipt"
        data-order-id={order.order_id}
        data-cart-id={order.cart_id}
        data-total={order.total}
      >
        <p className="order-number">
          <span className="muted">Order</span> {order.order_id}
        </p>
        <SummaryLines items={order.items} />
        <Sums totals={order} />
      </section>
      <Link className="button" href="/">
        Back to the shop
      </Link>
    </div>
  );
}
