import { Hono } from 'hono';
import { messageTypes } from '../schema.ts';
import type { Activity } from './insight/activity.tsx';
import { clientAddress, type TrustProxy } from './intake/client-address.ts';
import { refusalResponse } from './intake/answer.ts';
import type { Endpoint } from './intake/envelope.ts';
import type { Intake } from './intake/intake.ts';
import type { Logger } from './logger.ts';
import type { SdkServer } from './sdk.ts';
import type { Sources } from './sources/create-sources.ts';

/** The rooms that answer. */
export interface Rooms {
  readonly intake: Intake;
  readonly activity: Activity | undefined;
  readonly sources: Pick<Sources, 'receive'> | undefined;
  readonly sdk: SdkServer | undefined;
  /** Scripts that are loaded beside it, by file name. */
  readonly scripts: ReadonlyMap<string, SdkServer>;
  readonly trustProxy: TrustProxy;
  readonly logger: Logger;
}

const intakePaths: Readonly<Record<string, Endpoint>> = {
  '/v1/batch': 'batch',
  '/v1/import': 'batch',
  '/v1/merge': 'alias',
  ...Object.fromEntries(messageTypes.map((type) => [`/v1/${type}`, type])),
};

const json = (status: number, body: unknown): Response =>
  Response.json(body, { status, headers: { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' } });

const routeIntake = (app: Hono, { intake, trustProxy }: Rooms): void => {
  app.options('/v1/*', ({ req }) => intake.preflight(req.raw));
  for (const [path, endpoint] of Object.entries(intakePaths)) {
    app.post(path, ({ req, env }) => intake.receive(req.raw, endpoint, clientAddress(req.raw, env, trustProxy)));
    const refusal = { status: 405, code: 'method_not_allowed', message: `${path} takes POST` } as const;
    app.all(path, () => refusalResponse(refusal, { allow: 'POST, OPTIONS' }));
  }
};

const routeSdk = (app: Hono, sdk: SdkServer): void => {
  app.get('/cartline.js', ({ req }) => sdk.plain(req.raw));
  app.get(
    '/:file{cartline\\.[0-9a-f]{8}\\.js}',
    async (context) => (await sdk.hashed(context.req.raw, context.req.param('file'))) ?? context.notFound(),
  );
};

/** Lays the relay's paths: /v1/… to intake, /activity to insight, /cartline.js to the script, /healthz to itself. */
export const createRoutes = (rooms: Rooms): Hono => {
  const { intake, activity, sources, sdk, scripts, logger } = rooms;
  const app = new Hono();
  app.get('/healthz', () => (intake.isOpen() ? json(200, { ok: true }) : json(503, { ok: false })));
  routeIntake(app, rooms);
  if (sources) app.all('/sources/*', ({ req }) => sources.receive(req.raw));
  if (sdk) routeSdk(app, sdk);
  for (const [name, script] of scripts) app.get(`/${name}`, ({ req }) => script.plain(req.raw));
  if (activity) {
    app.get('/activity', ({ req }) => activity.page(req.raw));
    app.get('/activity/events', ({ req }) => activity.events(req.raw));
    app.post('/activity/orders', ({ req }) => activity.orders(req.raw));
    app.post('/activity/replay', ({ req }) => activity.replay(req.raw));
    app.post('/activity/forget', ({ req }) => activity.forget(req.raw));
    app.get('/activity/feed.json', ({ req }) => activity.feed(req.raw));
  }
  const paths = ['POST /v1/batch', ...(sdk ? ['GET /cartline.js'] : []), ...(activity ? ['GET /activity'] : [])].join(
    ', ',
  );
  app.notFound(() =>
    json(404, { error: { code: 'not_found', message: `there is nothing here; the relay answers at ${paths}` } }),
  );
  app.onError((error) => {
    logger.error('request_failed', { error: error.message });
    return json(500, { error: { code: 'internal', message: 'the relay failed on this request; its log says why' } });
  });
  return app;
};
