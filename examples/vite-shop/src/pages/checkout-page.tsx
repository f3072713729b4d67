import type { FormEvent, ReactNode } from 'react';
import { useCart } from '../cart.ts';
import { euros } from '../catalogue.ts';
import { readCustomer, useCustomer } from '../customer.ts';
import { usePlaceOrder } from '../order.ts';
import { Missing } from '../parts/missing.tsx';
import { Sums, SummaryLines } from '../parts/sums.tsx';
import { navigate } from '../router.tsx';
import { totalsOf } from '../totals.ts';

export function CheckoutPage(): ReactNode {
  const { items } = useCart();
  const customer = useCustomer();
  const placeOrder = usePlaceOrder();
  if (items.length === 0) return <Missing title="Checkout" text="There is nothing in your cart yet." />;
  const totals = totalsOf(items, customer);
  const pay = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const text = (name: string): string => fields.get(name) as string; // a text field's value
    placeOrder({ email: text('email'), first_name: text('first_name'), last_name: text('last_name') });
    navigate('/thank-you');
  };
  return (
    <div className="wrap">
      <div className="page-head">
        <h1>Checkout</h1>
      </div>
      <div className="split">
        <form className="checkout-form" aria-label="Checkout" onSubmit={pay}>
          <Contact />
          <Delivery />
          <fieldset>
            <legend>Payment</legend>
            <p className="fake-card">
              No card is needed: this shop only pretends. Nothing is charged, nothing is sent.
            </p>
          </fieldset>
          <button className="button button-wide">Pay {euros(totals.total)}</button>
        </form>
        <section className="summary" aria-labelledby="summary-title">
          <h2 id="summary-title">Your order</h2>
          <SummaryLines items={items} />
          <Sums totals={totals} />
        </section>
      </div>
    </div>
  );
}

function Contact(): ReactNode {
  return (
    <fieldset>
      <legend>Contact</legend>
      <div className="fields">
        <Field label="Email" name="email" type="email" autoComplete="email" defaultValue={readCustomer().email} />
      </div>
    </fieldset>
  );
}

function Delivery(): ReactNode {
  return (
    <fieldset>
      <legend>Delivery</legend>
      <div className="fields">
        <Field label="First name" name="first_name" autoComplete="given-name" width="field-half" />
        <Field label="Last name" name="last_name" autoComplete="family-name" width="field-half" />
        <Field label="Address" name="address" autoComplete="street-address" />
        <Field label="Postcode" name="postcode" autoComplete="postal-code" width="field-third" />
        <Field label="City" name="city" autoComplete="address-level2" width="field-rest" />
      </div>
    </fieldset>
  );
}

interface FieldProps {
  label: string;
  name: string;
  autoComplete: string;
  type?: 'text' | 'email';
  width?: string;
  defaultValue?: string | undefined;
}

function Field({ label, width = '', type = 'text', ...input }: FieldProps): ReactNode {
  return (
    <label className={`field ${width}`}>
      <span>{label}</span>
      <input type={type} required {...input} />
    </label>
  );
}
