/** What becomes of a request on the wire. */
export type Outcome =
  | { readonly kind: 'answer'; readonly response: Response }
  | { readonly kind: 'reset' }
  /** The head and half of the body, then the connection breaks. */
  | { readonly kind: 'truncated'; readonly response: Response };

const brokenBody = (text: string): ReadableStream<Uint8Array> => {
  const half = new TextEncoder().encode(text).subarray(0, Math.floor(text.length / 2));
  let sent = false;
  return new ReadableStream({
    pull: (controller) => {
      if (sent) controller.error(new TypeError('terminated'));
      else controller.enqueue(half);
      sent = true;
    },
  });
};

/** The outcome as `fetch` would show it: a broken connection is a TypeError, before the head or in the body. */
export const asFetched = async (outcome: Outcome): Promise<Response> => {
  switch (outcome.kind) {
    case 'answer':
      return outcome.response;
    case 'reset':
      throw new TypeError('fetch failed');
    case 'truncated': {
      const { status, headers } = outcome.response;
      return new Response(brokenBody(await outcome.response.text()), { status, headers });
    }
  }
};
