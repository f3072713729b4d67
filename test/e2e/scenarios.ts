/**
 * Drives either example shop as a shopper would: by role and label, never by class or by page address.
 * Each function waits until the shop shows that it is done; what was *sent* is for the test to ask the relay.
 */
import type { Locator, Page } from 'playwright';

/** What the thank-you page shows of an order. `total` is in major units. */
export interface PlacedOrder {
  orderId: string;
  cartId: string;
  total: number;
}

/** Who buys. */
export interface Buyer {
  email: string;
  firstName: string;
  lastName: string;
}

/**
 * Opens the shop's home page. Leaves behind: one `page`, and an empty cart of a new id if the browser context is new.
 * The popup may come up on its own later; from here on it is closed whenever it stands in the way, as a shopper would,
 * unless `closePopup` is false: for a test that waits for it.
 */
export async function openShop(page: Page, url: string, { closePopup = true } = {}): Promise<void> {
  await page.removeLocatorHandler(popup(page));
  if (closePopup) await page.addLocatorHandler(popup(page), close);
  await page.goto(url);
  await collection(page).getByRole('link').first().waitFor();
}

/**
 * From any page of the shop to a product's page, by way of the home page if it is not open.
 * Leaves behind: `page` (for the home page, if it was visited), `page` and `product_viewed`.
 */
export async function viewProduct(page: Page, name: string): Promise<void> {
  if (!(await collection(page).isVisible())) await header(page).getByRole('link', { name: 'Alder & Rue' }).click();
  await collection(page).getByRole('link', { name, exact: true }).click();
  await heading(page, name).waitFor();
}

/**
 * On a product's page. Leaves behind: `added_to_cart` with `quantity` in `added`, and this quantity more in the cart.
 */
export async function addToCart(page: Page, quantity = 1): Promise<void> {
  const before = await cartCount(page);
  await quantityOf(page, 'Quantity').selectOption(String(quantity));
  await page.getByRole('button', { name: 'Add to cart' }).click();
  await cartLink(page, before + quantity).waitFor();
}

/**
 * Leaves an email in the popup, opened by its button, on any page. `consent` ticks the box (default: true).
 * Leaves behind: `identify` with source `popup`, with `consent: { email: true }` only if ticked; the email is filled in
 * at checkout, and 10 % go off the next order (`discount` and `discount_codes` of its `order_completed`).
 * The popup does not come up on its own again in this browser context.
 */
export async function subscribeInPopup(page: Page, email: string, { consent = true } = {}): Promise<void> {
  const dialog = popup(page);
  await header(page).getByRole('button', { name: 'Get 10 % off' }).click();
  await page.removeLocatorHandler(dialog);
  await dialog.getByLabel('Email').fill(email);
  await dialog.getByRole('checkbox').setChecked(consent);
  await dialog.getByRole('button', { name: 'Send me 10 % off' }).click();
  await page.getByRole('button', { name: 'Continue shopping' }).click();
  await dialog.waitFor({ state: 'hidden' });
}

/** From any page to the cart. Leaves behind: `page` and `cart_viewed` (also for an empty cart). */
export async function openCart(page: Page): Promise<void> {
  await header(page)
    .getByRole('link', { name: /^Cart, / })
    .click();
  await heading(page, 'Your cart').waitFor();
}

/**
 * On the cart page: sets how many of a product are in the cart (1 to 10).
 * Leaves behind: one `added_to_cart` or `removed_from_cart` with the difference; nothing if it was that many already.
 */
export async function changeQuantity(page: Page, name: string, quantity: number): Promise<void> {
  const select = quantityOf(page, `Quantity of ${name}`);
  const expected = (await cartCount(page)) - Number(await select.inputValue()) + quantity;
  await select.selectOption(String(quantity));
  await cartLink(page, expected).waitFor();
}

/** On the cart page. Leaves behind: `removed_from_cart` with the whole line in `removed`. */
export async function removeItem(page: Page, name: string): Promise<void> {
  const button = page.getByRole('button', { name: `Remove ${name}`, exact: true });
  await button.click();
  await button.waitFor({ state: 'detached' });
}

/** From the cart page, with something in it. Leaves behind: `page` and `checkout_started`. */
export async function startCheckout(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Checkout', exact: true }).click();
  await heading(page, 'Checkout').waitFor();
  await checkoutForm(page).waitFor();
}

/**
 * On the checkout page: fills in everything, over an email that was filled in already, and pays.
 * Leaves behind: `identify` with source `checkout` and the names as traits, `order_completed`, `page` for the thank-you
 * page (sent right behind it, so the order has to outlive a navigation), and an empty cart of a new id.
 */
export async function placeOrder(page: Page, { email, firstName, lastName }: Buyer): Promise<PlacedOrder> {
  const form = checkoutForm(page);
  await form.getByLabel('Email').fill(email);
  await form.getByLabel('First name').fill(firstName);
  await form.getByLabel('Last name').fill(lastName);
  await form.getByLabel('Address').fill('Lindenweg 7');
  await form.getByLabel('Postcode').fill('99423');
  await form.getByLabel('City').fill('Weimar');
  await form.getByRole('button', { name: /^Pay / }).click();
  await heading(page, `Thank you, ${firstName}`).waitFor();
  return readReceipt(page.getByRole('region', { name: 'Receipt' }));
}

/** How many items the header says are in the cart. */
export async function cartCount(page: Page): Promise<number> {
  const link = header(page).getByRole('link', { name: /^Cart, / });
  return Number.parseInt((await link.getAttribute('aria-label'))?.replace('Cart, ', '') ?? '', 10);
}

async function readReceipt(receipt: Locator): Promise<PlacedOrder> {
  const read = async (name: string): Promise<string> => {
    const value = await receipt.getAttribute(`data-${name}`);
    if (!value) throw new Error(`Reading the receipt: no data-${name} on the thank-you page.`);
    return value;
  };
  return { orderId: await read('order-id'), cartId: await read('cart-id'), total: Number(await read('total')) };
}

const close = (dialog: Locator): Promise<void> => dialog.getByRole('button', { name: 'Close' }).click();
const header = (page: Page): Locator => page.getByRole('banner');
const popup = (page: Page): Locator => page.getByRole('dialog');
const collection = (page: Page): Locator => page.getByRole('region', { name: 'The collection' });
const checkoutForm = (page: Page): Locator => page.getByRole('form', { name: 'Checkout' });
const quantityOf = (page: Page, name: string): Locator => page.getByRole('combobox', { name, exact: true });
const heading = (page: Page, name: string): Locator => page.getByRole('heading', { level: 1, name, exact: true });
const cartLink = (page: Page, count: number): Locator =>
  header(page).getByRole('link', { name: new RegExp(`^Cart, ${count} items?$`) });
