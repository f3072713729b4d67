export { createServerTracking } from './server/create-server-tracking.ts';
export type {
  About,
  ServerTracking,
  ServerTrackingOptions,
  Told,
  TrackServer,
} from './server/create-server-tracking.ts';
export { getAnonymousId } from './server/get-anonymous-id.ts';
export type { WithHeaders } from './server/get-anonymous-id.ts';
