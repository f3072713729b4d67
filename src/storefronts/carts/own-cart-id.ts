/** Where the client keeps the last cart it saw. */
const SNAPSHOT = 'cl_cart';

/** Made in this page, and not yet kept: consent is pending, or nothing was tracked so far. */
let made: string | undefined;

/** 128 random bits: whoever knows a cart's id can have its history released, so it must not be guessed. */
const newCartId = (): string => crypto.getRandomValues(new Uint32Array(4)).join('-');

const lastCart = (): { readonly cart_id?: string; readonly stage?: string } => {
  try {
    // written by the client, or not there
    return JSON.parse(localStorage.getItem(SNAPSHOT) ?? '{}') as ReturnType<typeof lastCart>;
  } catch {
    return {}; // storage is refused: the id lives as long as the page
  }
};

/** An id for the cart of a platform that has none: it stays until the cart was bought. */
export const ownCartId = (): string => {
  const { cart_id, stage } = lastCart();
  if (stage === 'bought' && made === cart_id) made = undefined;
  return cart_id && stage !== 'bought' ? cart_id : (made ??= newCartId());
};
