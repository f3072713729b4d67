/** The panel's style sheet. Colours are named once, for light and dark; each colour has its word beside it. */
export const style = `
:host {
  all: initial !important;
  --bg: #fff; --sunk: #f6f7f9; --line: #e6e9ee; --text: #1b2330; --soft: #566172; --faint: #6b7585; --accent: #3b5bdb; --hover: #f8f9fb;
  --good: #13693c; --good-bg: #dcf5e6; --busy: #1b4fa8; --busy-bg: #e0ebff; --wait: #765700; --wait-bg: #fff2cc; --bad: #a3231f; --bad-bg: #fde4e2;
  --dot-good: #2f9e5b; --dot-busy: #3b7ded; --dot-bad: #d6372f; --dot-note: #d79a00;
  --shadow: 0 1px 2px rgb(20 28 40 / .08), 0 12px 40px rgb(20 28 40 / .18);
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :host {
    --bg: #171c24; --sunk: #10141a; --line: #2a323e; --text: #e6eaf0; --soft: #a6b0be; --faint: #8b96a6; --accent: #91a7ff; --hover: #1d232d;
    --good: #7fe0a8; --good-bg: #143524; --busy: #a3c4ff; --busy-bg: #1c2f52; --wait: #ffd866; --wait-bg: #3b3212; --bad: #ff9f99; --bad-bg: #471f1d;
    --dot-good: #43c07a; --dot-busy: #6b9df5; --dot-bad: #f0635b; --dot-note: #e0b13a;
    --shadow: 0 0 0 1px rgb(255 255 255 / .05), 0 12px 40px rgb(0 0 0 / .55);
  }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
button { font: inherit; color: inherit; background: none; border: 0; padding: 0; cursor: pointer; }
p, h3, dl, dd, pre { margin: 0; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
.icon { width: 16px; height: 16px; flex: none; fill: none; stroke: currentColor; stroke-width: 1.5; stroke-linecap: round; stroke-linejoin: round; }
.badge, .panel {
  position: fixed; z-index: 2147483647; inset: auto 16px calc(16px + env(safe-area-inset-bottom, 0px)) auto;
  color: var(--text); background: var(--bg); border: 1px solid var(--line);
  font: 13px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif;
  text-align: left; direction: ltr; color-scheme: light dark; -webkit-text-size-adjust: 100%;
}
:host([data-side="left"]) :is(.badge, .panel) { inset: auto auto calc(16px + env(safe-area-inset-bottom, 0px)) 16px; }
.badge { display: inline-flex; align-items: center; gap: 7px; height: 34px; padding: 0 12px 0 10px; border-radius: 999px; box-shadow: var(--shadow); font-weight: 600; font-variant-numeric: tabular-nums; }
.badge:hover { background: var(--hover); }
.badge .icon { color: var(--dot-good); }
.badge[data-tone="busy"] .icon { color: var(--dot-busy); }
.badge[data-tone="bad"] .icon { color: var(--dot-bad); }
.alert:not(:empty) { min-width: 18px; margin-right: -4px; padding: 0 5px; border-radius: 999px; background: #d6372f; color: #fff; font-size: 11px; line-height: 18px; text-align: center; }
.alert:empty { display: none; }
.panel { display: flex; flex-direction: column; width: 440px; height: min(540px, 100vh - 112px); border-radius: 14px; box-shadow: var(--shadow); overflow: hidden; }
.panel > header { display: flex; align-items: center; gap: 8px; padding: 9px 8px 7px 14px; }
.panel > header > .icon { color: var(--accent); }
.panel strong { font-weight: 650; letter-spacing: -.01em; }
.status { flex: 1; min-width: 0; color: var(--soft); font-size: 12.5px; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.status::before { content: ""; display: inline-block; width: 7px; height: 7px; margin: 0 7px 1px 4px; border-radius: 50%; background: var(--dot-good); }
.status[data-tone="busy"]::before { background: var(--dot-busy); }
.status[data-tone="bad"]::before { background: var(--dot-bad); }
.tool { display: grid; place-items: center; width: 30px; height: 30px; border-radius: 8px; color: var(--soft); }
.tool:hover { color: var(--text); background: var(--sunk); }
.tool + .tool { margin-left: -6px; }
[role="tablist"] { display: flex; gap: 2px; padding: 0 8px; border-bottom: 1px solid var(--line); }
[role="tab"] { position: relative; padding: 7px 8px 9px; border-radius: 8px 8px 0 0; color: var(--soft); white-space: nowrap; }
[role="tab"]:hover { color: var(--text); }
[role="tab"]:focus-visible { outline-offset: -3px; }
[role="tab"][aria-selected="true"] { color: var(--text); }
[role="tab"][aria-selected="true"]::after { content: ""; position: absolute; inset: auto 8px -1px; height: 2px; border-radius: 2px 2px 0 0; background: var(--accent); }
.number:not(:empty) { margin-left: 5px; padding: 0 5px; border-radius: 999px; background: var(--sunk); color: var(--faint); font-size: 11px; font-weight: 600; line-height: 16px; display: inline-block; font-variant-numeric: tabular-nums; }
.number[data-tone="problem"] { background: var(--bad-bg); color: var(--bad); }
.pages { flex: 1; min-height: 0; }
.page { height: 100%; overflow: auto; overscroll-behavior: contain; scrollbar-width: thin; scrollbar-color: var(--line) transparent; }
.page:focus-visible { outline-offset: -2px; }
.empty { padding: 32px 20px; color: var(--faint); text-align: center; }
.entry + .entry, .problem + .problem { border-top: 1px solid var(--line); }
summary { display: grid; grid-template-columns: 56px minmax(0, 1fr) auto; column-gap: 8px; align-items: baseline; padding: 8px 14px; cursor: pointer; list-style: none; }
summary::-webkit-details-marker { display: none; }
summary:hover, .entry[open] > summary { background: var(--hover); }
summary:focus-visible { outline-offset: -2px; }
time { color: var(--faint); font-size: 12px; font-variant-numeric: tabular-nums; }
b { font-weight: 600; overflow-wrap: anywhere; }
.says { grid-column: 2 / 4; color: var(--soft); font-size: 12.5px; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.entry[open] .says { white-space: normal; overflow-wrap: anywhere; }
.mark:not([data-level=""]) { display: inline-block; width: 6px; height: 6px; margin: 0 0 2px 6px; border-radius: 50%; background: var(--dot-note); }
.mark[data-level="problem"] { background: var(--dot-bad); }
.chip { padding: 0 8px; border-radius: 999px; font-size: 11.5px; font-weight: 600; line-height: 19px; white-space: nowrap; color: var(--wait); background: var(--wait-bg); }
.chip[data-state="sending"] { color: var(--busy); background: var(--busy-bg); }
.chip[data-state="accepted"] { color: var(--good); background: var(--good-bg); }
.chip[data-state="given_up"] { color: var(--bad); background: var(--bad-bg); }
.body { padding: 2px 14px 12px; background: var(--hover); }
.why { margin: 0 0 8px; padding: 6px 10px; border-left: 3px solid var(--dot-note); border-radius: 0 6px 6px 0; background: var(--sunk); color: var(--soft); font-size: 12.5px; overflow-wrap: anywhere; }
.why[data-level="problem"] { border-color: var(--dot-bad); color: var(--text); }
pre { padding: 10px 12px; max-height: 280px; overflow: auto; overscroll-behavior: contain; background: var(--sunk); border: 1px solid var(--line); border-radius: 8px; font: 11.5px/1.55 var(--mono); white-space: pre-wrap; overflow-wrap: anywhere; scrollbar-width: thin; }
.json-key { color: var(--soft); }
.json-text { color: var(--good); }
.json-value { color: var(--busy); }
.sections { padding: 2px 14px 14px; }
h3 { margin: 14px 0 4px; color: var(--faint); font-size: 11.5px; font-weight: 600; letter-spacing: .02em; }
.sections .empty { padding: 4px 0; text-align: left; }
dl > div { display: grid; grid-template-columns: 118px minmax(0, 1fr); gap: 12px; padding: 4px 0; border-bottom: 1px solid var(--line); }
dl > div:last-child { border-bottom: 0; }
dt { color: var(--soft); overflow-wrap: anywhere; }
dd { overflow-wrap: anywhere; user-select: all; }
dd.none { color: var(--faint); user-select: auto; }
dd[data-tone]::before { content: ""; display: inline-block; width: 7px; height: 7px; margin: 0 7px 1px 0; border-radius: 50%; background: var(--dot-good); }
dd[data-tone="busy"]::before { background: var(--dot-note); }
dd[data-tone="bad"]::before { background: var(--dot-bad); }
.problem { padding: 10px 14px 12px; border-left: 3px solid var(--dot-note); }
.problem[data-level="problem"] { border-left-color: var(--dot-bad); }
.problem header { display: flex; align-items: center; gap: 8px; color: var(--faint); font-size: 12px; }
.problem code { font: 11.5px/18px var(--mono); color: var(--soft); }
.problem .detail { margin: 1px 0 4px; font-weight: 600; overflow-wrap: anywhere; }
.problem p code { padding: 0 4px; border-radius: 4px; background: var(--sunk); color: var(--text); }
.problem .cause { color: var(--soft); font-size: 12.5px; }
.problem .fix { margin-top: 4px; font-size: 12.5px; }
.aside { position: absolute; width: 1px; height: 1px; opacity: 0; }
@media (max-width: 520px) {
  .badge { height: 32px; }
  :host(:not([data-side=""])) .panel { inset: auto 0 0 0; width: 100%; height: min(62vh, 520px); border-radius: 14px 14px 0 0; border-width: 1px 0 0; padding-bottom: env(safe-area-inset-bottom, 0px); }
  [role="tablist"] { gap: 0; padding: 0 6px; justify-content: space-between; }
  dl > div { grid-template-columns: 112px minmax(0, 1fr); }
}
@media (prefers-reduced-motion: no-preference) { .badge, .tool, .chip { transition: background-color .15s, color .15s; } }
@media print { .badge, .panel { display: none; } }
`;
