import type { ReactNode } from 'react';

interface QuantitySelectProps {
  label: string;
  quantity: number;
  labelHidden?: boolean;
  onChange: (quantity: number) => void;
}

/** A labelled choice of 1 to 10, or more when more are in the cart. */
export function QuantitySelect({ label, quantity, labelHidden = false, onChange }: QuantitySelectProps): ReactNode {
  const counts = Array.from({ length: Math.max(10, quantity) }, (_, index) => index + 1);
  return (
    <label className="quantity">
      <span className={labelHidden ? 'visually-hidden' : undefined}>{label}</span>
      <select value={quantity} onChange={(event) => onChange(Number(event.target.value))}>
        {counts.map((count) => (
          <option key={count}>{count}</option>
        ))}
      </select>
    </label>
  );
}
