// The inline stub, emitted by the build as dist/stub.js: queues calls, with their time, until the script is there, and
// takes the token of an email link out of the address bar before anything else can read it.
import { takeLinkToken } from './link-token.ts';

type Stub = ((...args: unknown[]) => void) & { q?: [number, unknown[]][]; cl?: string | undefined };
const page = window as unknown as { cartline?: Stub };
if (!page.cartline) {
  const stub: Stub = (...args) => void stub.q!.push([Date.now(), args]);
  stub.q = [];
  stub.cl = takeLinkToken();
  page.cartline = stub;
}
