import { normaliseEmail, normalisePhone } from '../../../relay/identity/keys.ts';
import type { Buyer } from '../../../relay/sources/order.ts';

/** Who a row is about, as far as it names somebody in a form that counts, and what of it does not count. */
export interface ReadBuyer {
  readonly buyer: Buyer;
  /** The strongest key, for counting: "email:jane@shop.example". */
  readonly key: string | undefined;
  readonly problem: string | undefined;
}

const keyOf = ({ email, userId, phone }: Buyer): string | undefined =>
  email !== undefined
    ? `email:${email}`
    : userId !== undefined
      ? `id:${userId}`
      : phone !== undefined
        ? `phone:${phone}`
        : undefined;

const problemOf = (email: string, phone: string): string => {
  if (email !== '') return `email: ${JSON.stringify(email)} came; expected an email address`;
  if (phone !== '')
    return `phone: ${JSON.stringify(phone)} came without a country; expected an international number such as "+4915112345678"`;
  return 'no email, no customer id and no phone number came';
};

/** Reads whom a row names by email, customer id and phone. */
export const readBuyer = (email: string, phone: string, userId: string, anonymousId: string): ReadBuyer => {
  const [normalEmail, normalPhone] = [normaliseEmail(email), normalisePhone(phone)];
  const buyer: Buyer = {
    ...(anonymousId !== '' && { anonymousId }),
    ...(userId !== '' && { userId }),
    ...(normalEmail !== undefined && { email: normalEmail }),
    ...(normalPhone !== undefined && { phone: normalPhone }),
  };
  const key = keyOf(buyer);
  return { buyer, key, problem: key === undefined ? problemOf(email, phone) : undefined };
};
