import type { Message } from '../../schema.ts';
import { sha256 } from '../digest.ts';

/** The token of a link in a mail, of which only the digest is kept. Longer ones are none of ours. */
const MAX_CHARACTERS = 64;

/** Takes the link token out of a message: who reads it there could come by that link too. */
export const takeLink = async (
  message: Message,
): Promise<{ readonly message: Message; readonly linkHash?: { readonly linkHash: string } }> => {
  if (!message.context || !('link' in message.context)) return { message };
  const { link, ...context } = message.context;
  const bare = { ...message, context };
  if (typeof link !== 'string' || link === '' || link.length > MAX_CHARACTERS) return { message: bare };
  return { message: bare, linkHash: { linkHash: await sha256(link) } };
};
