import { html } from 'hono/html';

/** Escaped HTML. */
export type Markup = ReturnType<typeof html>;

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });

const isValid = (ms: number): boolean => Number.isFinite(new Date(ms).getTime());

/** A time of today as a clock, another day with its date; the whole of it on hover. */
export const timeOf = (ms: number, now: number, hint = ''): Markup => {
  if (!isValid(ms)) return html`<span>${String(ms)}</span>`;
  const isToday = new Date(ms).toDateString() === new Date(now).toDateString();
  const title = [new Date(ms).toISOString(), hint].filter(Boolean).join(' · ');
  return html`<time title="${title}">${(isToday ? clock : day).format(ms)}</time>`;
};

/** JSON that can be opened. It stays open while the page refreshes, by its key. */
export const rawJson = (key: string, label: string, value: unknown): Markup =>
  html`<details data-key="${key}">
    <summary>${label}</summary>
    <pre>${JSON.stringify(value, null, 2) ?? 'nothing'}</pre>
  </details>`;

/** A value in one line, as the attribute table shows it. */
export const inline = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));

export const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;
