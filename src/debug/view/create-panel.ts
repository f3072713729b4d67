import { problemKinds } from '../problems.ts';
import type { Snapshot } from '../snapshot.ts';
import { copy } from './copy.ts';
import { element, icon, iconButton, icons } from './element.ts';
import { createEventsView } from './events-view.ts';
import { createProblemsView } from './problems-view.ts';
import { createSectionsView } from './sections-view.ts';
import { style } from './style.ts';
import { createTabs } from './tabs.ts';

/** How the panel stands. */
export interface PanelState {
  readonly isOpen: boolean;
  readonly side: 'left' | 'right';
  readonly tab: string;
}

export interface Panel {
  readonly render: (snapshot: Snapshot) => void;
  readonly state: () => PanelState;
}

const COPIED_MS = 1_600;

/** The element's root, out of reach for the shop's style sheets; its own is constructed, which no style-src forbids. */
const createRoot = (host: HTMLElement): ShadowRoot => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  const root = host.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [sheet];
  return root;
};

const createViews = () => ({
  events: createEventsView(),
  visitor: createSectionsView(),
  outbox: createSectionsView(),
  cart: createSectionsView(),
  problems: createProblemsView(),
});

const labels = { events: 'Events', visitor: 'Visitor', outbox: 'Outbox', cart: 'Cart', problems: 'Problems' };

const createBadge = () => {
  const count = element('span', { class: 'count' }, '0');
  const alert = element('span', { class: 'alert' });
  const node = element(
    'button',
    { type: 'button', class: 'badge', 'aria-controls': 'panel' },
    icon(icons.mark),
    count,
    alert,
  );
  const render = ({ entries, problems, status }: Snapshot, wrong: number): void => {
    count.textContent = `${entries.length}`;
    alert.textContent = wrong ? `${wrong}` : '';
    node.dataset['tone'] = status.tone;
    node.setAttribute(
      'aria-label',
      `Cartline: ${entries.length} messages, ${wrong} problems, ${problems.length - wrong} notes. Open`,
    );
  };
  return { node, render };
};

/** Puts the badge and the panel into `host`. */
export const createPanel = (
  host: HTMLElement,
  initial: PanelState,
  reportText: () => string,
  onState: () => void,
): Panel => {
  const root = createRoot(host);
  const views = createViews();
  const badge = createBadge();
  let state = initial;

  const tabs = createTabs(
    Object.entries(views).map(([id, { node }]) => ({ id, label: labels[id as keyof typeof views], content: node })), // its own keys
    (tab) => change({ tab }),
  );
  const status = element('p', { class: 'status' });
  const copyButton = iconButton('Copy a report', icons.copy, () => void copyReport());
  const close = iconButton('Close', icons.close, () => setOpen(false));
  const tools = [copyButton, iconButton('Move to the other side', icons.side, () => move()), close];
  const head = element('header', {}, icon(icons.mark), element('strong', {}, 'Cartline'), status, ...tools);
  const panel = element(
    'section',
    { class: 'panel', id: 'panel', role: 'dialog', 'aria-label': 'Cartline debug panel' },
    head,
    tabs.list,
    tabs.panels,
  );

  const apply = (): void => {
    panel.hidden = !state.isOpen;
    badge.node.hidden = state.isOpen;
    badge.node.setAttribute('aria-expanded', String(state.isOpen));
    host.dataset['side'] = state.side;
  };
  const change = (some: Partial<PanelState>): void => {
    state = { ...state, ...some };
    apply();
    onState();
  };
  const setOpen = (isOpen: boolean): void => {
    change({ isOpen });
    if (isOpen) (root.querySelector<HTMLElement>('[role=tab][aria-selected=true]') ?? close).focus();
    else badge.node.focus();
  };
  const move = (): void => change({ side: state.side === 'left' ? 'right' : 'left' });
  const copyReport = async (): Promise<void> => {
    const done = await copy(reportText(), panel);
    copyButton.replaceChildren(icon(done ? icons.done : icons.close));
    copyButton.title = done ? 'Copied' : 'The browser refused';
    setTimeout(() => {
      copyButton.replaceChildren(icon(icons.copy));
      copyButton.title = 'Copy a report';
    }, COPIED_MS);
  };

  badge.node.addEventListener('click', () => setOpen(true));
  panel.addEventListener('keydown', (event) => {
    event.stopPropagation(); // the shop's shortcuts are not for here
    if (event.key === 'Escape') setOpen(false);
  });
  tabs.select(state.tab);
  apply();
  root.append(panel, badge.node);

  return {
    state: () => state,
    render: (snapshot) => {
      const { entries, visitor, outbox, cart, problems, status: now, clients } = snapshot;
      const wrong = problems.filter(({ code }) => problemKinds[code].level === 'problem').length;
      badge.render(snapshot, wrong);
      status.textContent = now.text;
      status.dataset['tone'] = now.tone;
      tabs.count('events', entries.length);
      tabs.count(
        'outbox',
        clients.reduce((sum, client) => sum + (client.outbox?.messages ?? 0), 0),
      );
      tabs.count('problems', wrong || problems.length, wrong ? 'problem' : undefined);
      if (!state.isOpen) return;
      views.events.render(entries);
      views.visitor.render(visitor);
      views.outbox.render(outbox);
      views.cart.render(cart);
      views.problems.render(problems);
    },
  };
};
