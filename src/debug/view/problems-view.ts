import type { LoggedProblem } from '../problem-log.ts';
import { problemKinds } from '../problems.ts';
import { element } from './element.ts';
import { createKeyedList } from './keyed-list.ts';

/** Text in which `backticks` mark code. */
const inline = (text: string): (string | HTMLElement)[] =>
  text.split('`').map((part, i) => (i % 2 ? element('code', {}, part) : part));

const createProblem = (
  problem: LoggedProblem,
): { readonly node: HTMLElement; readonly update: (problem: LoggedProblem) => void } => {
  const { level, cause, fix } = problemKinds[problem.code];
  const count = element('span', { class: 'times' });
  const update = ({ count: times }: LoggedProblem): void => {
    count.textContent = times > 1 ? `${times} ×` : '';
  };
  update(problem);
  const node = element(
    'article',
    { class: 'problem', 'data-level': level },
    element('header', {}, element('code', {}, problem.code), count),
    element('p', { class: 'detail' }, problem.detail),
    element('p', { class: 'cause' }, ...inline(cause)),
    element('p', { class: 'fix' }, element('b', {}, 'Fix '), ...inline(fix)),
  );
  return { node, update };
};

/** The problems, newest first. */
export const createProblemsView = (): {
  readonly node: HTMLElement;
  readonly render: (problems: readonly LoggedProblem[]) => void;
} => {
  const list = element('div', { class: 'problems' });
  const empty = element('p', { class: 'empty' }, 'Nothing to mend.');
  const sync = createKeyedList<LoggedProblem>(
    list,
    ({ code, about, detail }) => `${code} ${about ?? detail}`,
    createProblem,
  );
  return {
    node: element('div', {}, empty, list),
    render: (problems) => {
      empty.hidden = problems.length > 0;
      sync(problems);
    },
  };
};
