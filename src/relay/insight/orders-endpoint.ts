import * as v from 'valibot';
import type { OrdersStore } from '../store/orders.ts';

/** Orders in one question. */
const MOST = 1_000;
const requestSchema = v.strictObject({ orders: v.pipe(v.array(v.pipe(v.string(), v.nonEmpty())), v.maxLength(MOST)) });

const json = (status: number, body: unknown): Response =>
  Response.json(body, { status, headers: { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' } });

const error = (status: number, code: string, message: string): Response => json(status, { error: { code, message } });

/** Answers `POST /activity/orders`, once the asker was found to be allowed: what became of each of these orders. */
export const ordersEndpoint = async (request: Request, orders: OrdersStore | undefined): Promise<Response> => {
  if (!orders) return error(501, 'not_supported', "this relay's store cannot look orders up; the embedded store can");
  const body: unknown = await request.json().catch(() => undefined);
  const parsed = v.safeParse(requestSchema, body);
  if (!parsed.success) {
    const came = JSON.stringify(body)?.slice(0, 100) ?? 'nothing';
    return error(
      400,
      'invalid_orders',
      `orders: ${came} came; expected { "orders": ["1001", …] } with at most ${MOST} ids`,
    );
  }
  return json(200, { orders: await orders.standing(parsed.output.orders) });
};
