import type { Section } from '../facts.ts';
import { element } from './element.ts';

const sectionOf = ({ title, facts, empty }: Section): HTMLElement =>
  element(
    'section',
    {},
    element('h3', {}, title),
    facts[0]
      ? element(
          'dl',
          {},
          ...facts.map(({ label, value, tone }) =>
            element(
              'div',
              {},
              element('dt', {}, label),
              element('dd', { 'data-tone': tone, class: value === '–' ? 'none' : undefined }, value),
            ),
          ),
        )
      : element('p', { class: 'empty' }, empty ?? 'Nothing.'),
  );

/** Titled lists of facts; drawn anew only when one has changed, so that a selection stays. */
export const createSectionsView = (): {
  readonly node: HTMLElement;
  readonly render: (sections: readonly Section[]) => void;
} => {
  const node = element('div', { class: 'sections' });
  let drawn = '';
  return {
    node,
    render: (sections) => {
      const text = JSON.stringify(sections);
      if (text === drawn) return;
      drawn = text;
      node.replaceChildren(...sections.map(sectionOf));
    },
  };
};
