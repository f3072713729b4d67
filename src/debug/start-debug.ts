import { createInspector } from './create-inspector.ts';
import { browserPage } from './page.ts';
import { reportOf } from './report.ts';
import { readTabMemory, writeTabMemory } from './tab-memory.ts';
import { createPanel } from './view/create-panel.ts';

/** The element that the panel stands in. */
const NAME = 'cartline-debug';
/** How often the outbox is looked at while the panel is open, and while it is closed. Milliseconds. */
const OPEN_MS = 500;
const CLOSED_MS = 2_000;

const storage = (): Storage => sessionStorage;

/** Starts the panel; a second time, or where there is no page, it does nothing. */
export const startDebug = (): void => {
  if (typeof document === 'undefined' || document.querySelector(NAME)) return;
  const page = browserPage();
  const memory = readTabMemory(storage);
  const host = document.createElement(NAME);

  let isDrawing = false;
  /** Draws once for all changes of a moment; it does not wait for a frame, which a hidden page has none of. */
  const draw = (): void => {
    if (isDrawing) return;
    isDrawing = true;
    queueMicrotask(() => {
      isDrawing = false;
      panel.render(inspector.snapshot());
    });
  };
  const inspector = createInspector(page, memory.entries, draw);
  const save = (): void => writeTabMemory(storage, { ...panel.state(), entries: inspector.keep() });
  const look = async (): Promise<void> => {
    await inspector.refresh();
    draw();
  };
  const reportText = (): string =>
    reportOf(inspector.snapshot(), location.origin + location.pathname, navigator.userAgent);
  const panel = createPanel(host, memory, reportText, () => {
    save();
    void look();
  });

  const keepLooking = async (): Promise<void> => {
    if (!document.hidden) await look();
    setTimeout(() => void keepLooking(), panel.state().isOpen ? OPEN_MS : CLOSED_MS);
  };
  document.addEventListener('securitypolicyviolation', ({ blockedURI }) => inspector.blocked(blockedURI));
  addEventListener('pagehide', save);
  document.documentElement.append(host);
  void keepLooking();
};
