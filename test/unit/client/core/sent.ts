import type { FakeTab, SentMessage, SentRequest } from '../../../support/fake-browser.ts';

/** Every message that a tab sent, in order, each time it was sent. */
export const messagesOf = ({ requests }: { readonly requests: readonly SentRequest[] }): SentMessage[] =>
  requests.flatMap(({ batch }) => [...batch]);

export const idsOf = (tab: { readonly requests: readonly SentRequest[] }): string[] =>
  messagesOf(tab).map(({ messageId }) => messageId);

/** Event names, or the types of what is no event. */
export const namesOf = (tab: { readonly requests: readonly SentRequest[] }): string[] =>
  messagesOf(tab).map(({ event, type }) => event ?? type);

export const reasonsOf = ({ drops }: FakeTab): [string, number][] =>
  drops.map(({ reason, messages }) => [reason, messages]);
