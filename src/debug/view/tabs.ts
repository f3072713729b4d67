import { element } from './element.ts';

/** One tab: its name, and what it shows. */
export interface Tab {
  readonly id: string;
  readonly label: string;
  readonly content: HTMLElement;
}

export interface Tabs {
  readonly list: HTMLElement;
  readonly panels: HTMLElement;
  readonly select: (id: string) => void;
  /** A number beside a tab's name; none for 0. */
  readonly count: (id: string, count: number, tone?: 'problem') => void;
}

const steps: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 };

/** Tabs as WAI-ARIA describes them: arrows move among them, only the chosen one is in the tab order. */
export const createTabs = (tabs: readonly Tab[], onSelect: (id: string) => void): Tabs => {
  const parts = tabs.map(({ id, label, content }) => {
    const number = element('span', { class: 'number' });
    const button = element(
      'button',
      { type: 'button', role: 'tab', id: `tab-${id}`, 'aria-controls': `panel-${id}` },
      label,
      number,
    );
    const panel = element(
      'div',
      { role: 'tabpanel', id: `panel-${id}`, 'aria-labelledby': `tab-${id}`, class: 'page' },
      content,
    );
    return { id, button, panel, number };
  });

  const select = (id: string): void => {
    const chosen = parts.some((part) => part.id === id) ? id : parts[0]?.id;
    for (const { id: own, button, panel } of parts) {
      button.setAttribute('aria-selected', String(own === chosen));
      button.tabIndex = own === chosen ? 0 : -1;
      panel.hidden = own !== chosen;
    }
  };

  const choose = (index: number): void => {
    const part = parts[(index + parts.length) % parts.length];
    if (!part) return;
    select(part.id);
    part.button.focus();
    onSelect(part.id);
  };

  parts.forEach(({ button }, i) => {
    button.addEventListener('click', () => choose(i));
    button.addEventListener('keydown', (event) => {
      const step = steps[event.key];
      const edge = event.key === 'Home' ? 0 : event.key === 'End' ? parts.length - 1 : undefined;
      if (step === undefined && edge === undefined) return;
      event.preventDefault();
      choose(edge ?? i + (step ?? 0));
    });
  });

  return {
    list: element('div', { role: 'tablist', 'aria-label': 'Cartline' }, ...parts.map(({ button }) => button)),
    panels: element('div', { class: 'pages' }, ...parts.map(({ panel }) => panel)),
    select,
    count: (id, count, tone) => {
      const number = parts.find((part) => part.id === id)?.number;
      if (!number) return;
      number.textContent = count ? `${count}` : '';
      number.dataset['tone'] = tone ?? '';
    },
  };
};
