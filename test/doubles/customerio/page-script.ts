/**
 * The page's script: fetches the fragment every second and swaps it in when it changed. It keeps what is open,
 * where lists are scrolled, and the focus. Without it the page works too, by links and reloading.
 */
export const pageScript: string = `
const live = document.getElementById('live');
let shown = live.innerHTML;
let key = new URLSearchParams(location.search).get('open') ?? '';

const remember = () => ({
  open: new Set([...live.querySelectorAll('details[open]')].map((node) => node.dataset.key)),
  scroll: new Map([...live.querySelectorAll('[data-scroll]')].map((node) => [node.dataset.scroll, node.scrollTop])),
  focus: document.activeElement?.dataset?.open,
});

const restore = ({ open, scroll, focus }) => {
  for (const node of live.querySelectorAll('details')) node.open = open.has(node.dataset.key);
  for (const node of live.querySelectorAll('[data-scroll]')) node.scrollTop = scroll.get(node.dataset.scroll) ?? 0;
  for (const node of live.querySelectorAll('[data-open]')) if (focus && node.dataset.open === focus) node.focus({ preventScroll: true });
};

const isSelecting = () => {
  const selection = getSelection();
  return selection && !selection.isCollapsed && live.contains(selection.anchorNode);
};

let latest = 0;
const refresh = async () => {
  const turn = ++latest;
  try {
    const response = await fetch('/_double/fragment?open=' + encodeURIComponent(key));
    const text = await response.text();
    delete document.body.dataset.offline;
    if (turn !== latest || text === shown || isSelecting()) return;
    shown = text;
    const before = remember();
    live.innerHTML = text;
    restore(before);
  } catch {
    document.body.dataset.offline = 'yes';
  }
};

live.addEventListener('click', (event) => {
  const link = event.target.closest('[data-open]');
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  key = link.dataset.open;
  history.pushState(null, '', link.href);
  refresh();
});
addEventListener('popstate', () => {
  key = new URLSearchParams(location.search).get('open') ?? '';
  refresh();
});
document.getElementById('reset').addEventListener('click', async () => {
  await fetch('/_double/reset', { method: 'POST' });
  key = '';
  history.replaceState(null, '', '/');
  refresh();
});
setInterval(refresh, 1000);
`;
