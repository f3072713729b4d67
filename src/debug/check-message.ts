import { checkMessage, definePlan, isEventName, type Problem } from '../schema.ts';
import type { Finding, ProblemCode } from './problems.ts';
import { objectOf, textOf } from './read-json.ts';

/** The canonical plan: the panel does not know what the shop's relay declares beyond it. */
const plan = definePlan();

/** What stands at a JSON pointer. */
const valueAt = (body: unknown, pointer: string): unknown =>
  pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], body);

const codeOf = ({ code, path, message }: Problem, body: unknown): ProblemCode => {
  if (code === 'unknown_event') return 'event_name_similar';
  if (path === '/properties/cart_id') return 'cart_without_id';
  if (message.includes('major units') && typeof valueAt(body, path) === 'string') return 'money_as_text';
  if (code === 'missing_property') return 'property_missing';
  return code === 'wrong_type' || code === 'wrong_value' ? 'property_wrong' : 'message_invalid';
};

const checkIdentify = (body: unknown): Finding[] => {
  const { traits, userId } = objectOf(body);
  const { email, phone, userId: claimed } = objectOf(traits);
  if ([email, phone, userId, claimed].some(textOf)) return [];
  return [{ code: 'identify_without_id', detail: 'identify came without email, userId and phone' }];
};

/** What is wrong with a message or could be better, as the relay would see it. */
export const checkBody = (body: unknown): Finding[] => {
  const { type, event } = objectOf(body);
  const name = textOf(event) ?? textOf(type) ?? 'a message';
  const checked = checkMessage(body, plan);
  if (!checked.ok) {
    const { path, message } = checked.problem;
    return [{ code: codeOf(checked.problem, body), detail: message, about: `${name} ${path.replace(/\/\d+/g, '')}` }];
  }
  if (type === 'identify') return checkIdentify(body);
  if (type === 'track' && !isEventName(name)) return [{ code: 'event_unknown', detail: `"${name}" is not canonical` }];
  const { incomplete } = checked;
  return incomplete[0] ? [{ code: 'property_expected', detail: `${name} came without ${incomplete.join(', ')}` }] : [];
};
