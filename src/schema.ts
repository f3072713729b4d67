export { definePlan, defaultBrowserTraits } from './schema/plan.ts';
export type { CustomEvents, Plan, PlanEvents, PlanOptions, UnknownEvents } from './schema/plan.ts';
export type { PlanRenames, Renaming } from './schema/renames.ts';
export { canonicalEvents, eventNames, isEventName } from './schema/events.ts';
export type { CanonicalEvents, EventName } from './schema/events.ts';
export { lineItem, currency, money, quantity, text } from './schema/line-item.ts';
export type { LineItem } from './schema/line-item.ts';
export { message, messageTypes } from './schema/message.ts';
export type {
  AliasMessage,
  GroupMessage,
  IdentifyMessage,
  Message,
  MessageContext,
  MessageType,
  PageMessage,
  TrackMessage,
  Traits,
} from './schema/message.ts';
export { answer, batch, dropReasons, rejectionCodes } from './schema/batch.ts';
export type { Answer, Batch, DropReason, DropReport, Rejection, RejectionCode } from './schema/batch.ts';
export { checkMessage } from './schema/check.ts';
export type { Checked, Problem } from './schema/check.ts';
export { limits } from './schema/limits.ts';
export { similarEventName } from './schema/similar.ts';
export { planJsonSchema } from './schema/json-schema.ts';
