import { accepted, toV2Error, v2Errors, type V2Error } from './answer.ts';
import { violateAll, type Exchange } from './exchange.ts';
import { parseItem } from './item.ts';
import { bytesOf, MAX_ITEM_BYTES } from './limits.ts';
import { invalid, isJson, refused, shown, type Problem } from './problem.ts';

/** Parses and applies one item; what is wrong with it is recorded and returned. */
const processItem = (exchange: Exchange, item: unknown, compat: boolean): readonly Problem[] => {
  const { workspace, call } = exchange;
  const bytes = bytesOf(JSON.stringify(item) ?? '');
  const tooLarge = invalid(26, '', `an item cannot be larger than ${MAX_ITEM_BYTES} bytes; it came with ${bytes}`);
  const notObject = invalid(29, '', `an item must be an object; it came as ${shown(item)}`);
  const good = isJson(item)
    ? bytes > MAX_ITEM_BYTES
      ? refused(tooLarge)
      : parseItem(item, { workspace, compat })
    : refused(notObject);
  if (good.ok) {
    good.value(call);
    return [];
  }
  violateAll(exchange, good.problems);
  return good.problems;
};

/** `POST /api/v2/entity`: one item, good or 400. */
export const handleEntity = (exchange: Exchange, compat: boolean): Response => {
  const problems = processItem(exchange, exchange.body, compat);
  return problems.length > 0 ? v2Errors(400, problems.map(toV2Error)) : accepted();
};

/** `POST /api/v2/batch`: each item for itself; 207 names the bad ones, also when all are bad. */
export const handleBatch = (exchange: Exchange, compat: boolean): Response => {
  const { batch } = exchange.body;
  if (!Array.isArray(batch)) {
    const problem = invalid(28, 'batch', `must be an array; it came as ${shown(batch)}`);
    violateAll(exchange, [problem]);
    return v2Errors(400, [toV2Error(problem)]);
  }
  const problemsOf = (item: unknown, index: number): readonly Problem[] =>
    exchange.refusedItems.includes(index)
      ? [invalid(27, `batch[${index}]`, 'was refused by an injected fault')]
      : processItem(exchange, item, compat);
  const errors = batch.flatMap((item: unknown, index): V2Error[] =>
    problemsOf(item, index).map((problem) => ({ batch_index: index, ...toV2Error(problem) })),
  );
  return errors.length > 0 ? v2Errors(207, errors) : accepted();
};
