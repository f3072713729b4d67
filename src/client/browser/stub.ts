// The inline stub: queues calls, with their time, until the script is there. The build emits it as dist/stub.js.
type Stub = ((...args: unknown[]) => void) & { q?: [number, unknown[]][] };
const page = window as unknown as { cartline?: Stub };
page.cartline ||= (...args) => void (page.cartline!.q ||= []).push([Date.now(), args]);
