/** The pages' style. Colours are named once, for light and dark; every badge has its word beside its colour. */
export const style = `
:root {
  color-scheme: light dark;
  --bg: #f6f7f9; --panel: #fff; --line: #e4e7ec; --text: #1b2330; --soft: #5b6676; --faint: #687282; --accent: #3b5bdb; --hover: #fafbfc;
  --held: #7a5d00; --held-bg: #fff3cd; --pending: #1b4fa8; --pending-bg: #e0ebff; --delivered: #13693c; --delivered-bg: #dcf5e6;
  --withheld: #5c4590; --withheld-bg: #ece6fa; --dead: #a3231f; --dead-bg: #fde4e2; --quarantined: #a4400b; --quarantined-bg: #ffe6d5;
  --kept: #4c5664; --kept-bg: #e9ecf1;
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --bg: #12161c; --panel: #1a2029; --line: #2b3340; --text: #e6eaf0; --soft: #a6b0be; --faint: #8b96a6; --accent: #91a7ff; --hover: #1f2630;
    --held: #ffd866; --held-bg: #3b3212; --pending: #a3c4ff; --pending-bg: #1c2f52; --delivered: #7fe0a8; --delivered-bg: #143524;
    --withheld: #cdb8ff; --withheld-bg: #2f2550; --dead: #ff9f99; --dead-bg: #471f1d; --quarantined: #ffb482; --quarantined-bg: #452713;
    --kept: #b8c1ce; --kept-bg: #2a323d;
  }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body { margin: 0; background: var(--bg); color: var(--text); font: 14px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif; }
main, .top > div { max-width: 1180px; margin: 0 auto; padding: 0 24px; }
.top { background: var(--panel); border-bottom: 1px solid var(--line); }
.top > div { display: flex; align-items: center; gap: 12px; height: 56px; }
h1 { font-size: 16px; font-weight: 650; margin: 0; letter-spacing: -.01em; }
h1 span { color: var(--faint); font-weight: 450; }
.live { margin-left: auto; display: flex; align-items: center; gap: 8px; color: var(--soft); font-size: 13px; }
.live::before { content: ""; width: 8px; height: 8px; border-radius: 50%; background: var(--faint); }
.live[data-live="on"]::before { background: #2f9e5b; box-shadow: 0 0 0 3px color-mix(in srgb, #2f9e5b 22%, transparent); }
.live[data-live="off"]::before { background: #d9480f; }
.destinations { display: flex; flex-wrap: wrap; gap: 8px; margin: 20px 0 0; padding: 0; list-style: none; }
.destinations li { display: flex; align-items: center; gap: 8px; flex-wrap: wrap; color: var(--soft); font-size: 13px; }
.destinations strong { color: var(--text); font-weight: 600; }
.destinations li + li { margin-left: 16px; }
.counters { display: grid; grid-template-columns: repeat(8, 1fr); margin: 14px 0 20px; padding: 0; background: var(--panel); border: 1px solid var(--line); border-radius: 12px; overflow: hidden; }
.counters div { padding: 14px 16px 12px; box-shadow: -1px -1px 0 var(--line); display: flex; flex-direction: column-reverse; justify-content: flex-end; }
.counters dt { color: var(--soft); font-size: 12.5px; line-height: 1.3; }
.counters dd { margin: 0; font-size: 24px; line-height: 1.25; font-weight: 600; letter-spacing: -.02em; font-variant-numeric: tabular-nums; }
.counters dd.zero { color: var(--faint); font-weight: 450; }
.counters .sub { color: var(--faint); display: block; font-size: 11.5px; }
.drift { margin: 0 0 20px; background: var(--panel); border: 1px solid var(--line); border-radius: 12px; overflow-x: auto; font-size: 13px; }
.drift > summary { padding: 10px 16px; cursor: pointer; font-weight: 600; }
.drift > summary span { color: var(--faint); font-weight: 450; margin-left: 6px; }
.drift table { width: 100%; border-collapse: collapse; }
.drift :is(th, td) { padding: 6px 16px; text-align: left; border-top: 1px solid var(--line); overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
.drift th { color: var(--faint); font-weight: 450; }
.filters { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: 8px; align-items: center; padding: 10px 0; background: var(--bg); }
.filters button { font: inherit; font-size: 13px; color: var(--soft); background: transparent; border: 1px solid transparent; border-radius: 999px; padding: 4px 12px; cursor: pointer; }
.filters button:hover { color: var(--text); background: var(--panel); }
.filters button[aria-pressed="true"] { color: var(--text); background: var(--panel); border-color: var(--line); font-weight: 600; }
.filters input { font: inherit; font-size: 13px; margin-left: auto; width: 240px; padding: 6px 12px; color: var(--text); background: var(--panel); border: 1px solid var(--line); border-radius: 8px; }
:is(.filters button, .filters input, summary):focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
.stream { background: var(--panel); border: 1px solid var(--line); border-radius: 12px; overflow: hidden; margin-bottom: 48px; }
.entry + .entry { border-top: 1px solid var(--line); }
.entry > summary { display: grid; grid-template-columns: 74px minmax(0, 1fr) minmax(0, 200px) 76px 108px 10px; column-gap: 14px; padding: 11px 16px; cursor: pointer; list-style: none; }
.entry > summary::-webkit-details-marker { display: none; }
/* A caret of two lines: no glyph that a font may lack */
.entry > summary::after { content: ""; grid-column: 6; grid-row: 1; width: 6px; height: 6px; margin-top: 6px; border: solid var(--faint); border-width: 0 1.5px 1.5px 0; transform: rotate(45deg); opacity: .55; }
.entry[open] > summary::after { transform: rotate(-135deg); margin-top: 9px; }
.entry > summary:hover::after { opacity: 1; }
.entry > summary:hover { background: var(--hover); }
.entry[open] > summary { background: var(--hover); }
.entry time { color: var(--faint); font-size: 12.5px; line-height: 21px; font-variant-numeric: tabular-nums; }
.name { font-weight: 600; overflow-wrap: anywhere; }
.says { color: var(--soft); margin-left: 8px; overflow-wrap: anywhere; }
.who, .source { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.who[data-known="no"], .source { color: var(--faint); }
.source { font-size: 12.5px; line-height: 21px; }
.badges { display: flex; flex-direction: column; align-items: flex-start; gap: 4px; }
.badge { display: inline-block; padding: 1px 9px; border-radius: 999px; font-size: 12px; line-height: 19px; font-weight: 600; white-space: nowrap; color: var(--kept); background: var(--kept-bg); }
.badge[data-state="held"] { color: var(--held); background: var(--held-bg); }
.badge[data-state="pending"] { color: var(--pending); background: var(--pending-bg); }
.badge[data-state="delivered"], .badge[data-state="good"] { color: var(--delivered); background: var(--delivered-bg); }
.badge[data-state="withheld"] { color: var(--withheld); background: var(--withheld-bg); }
.badge[data-state="dead"], .badge[data-state="bad"] { color: var(--dead); background: var(--dead-bg); }
.badge[data-state="quarantined"] { color: var(--quarantined); background: var(--quarantined-bg); }
.why { grid-column: 2 / 5; color: var(--soft); font-size: 12.5px; overflow-wrap: anywhere; }
.why[data-state="incomplete"] { color: var(--held); }
.why[data-state="dead"] { color: var(--dead); }
.why[data-state="quarantined"] { color: var(--quarantined); }
.more { padding: 6px 16px 18px 104px; }
.facts { display: grid; grid-template-columns: 130px minmax(0, 1fr); gap: 3px 16px; margin: 6px 0 14px; font-size: 13px; }
.facts dt { color: var(--faint); }
.facts dd { margin: 0; overflow-wrap: anywhere; }
.facts code, pre { font: 12.5px/1.55 var(--mono); }
pre { margin: 0; padding: 14px 16px; max-height: 420px; overflow: auto; background: var(--bg); border: 1px solid var(--line); border-radius: 8px; white-space: pre-wrap; overflow-wrap: anywhere; }
.note { padding: 56px 24px; text-align: center; color: var(--soft); }
.note h2 { margin: 0 0 8px; color: var(--text); font-size: 17px; font-weight: 600; }
.note p { margin: 4px auto; max-width: 520px; }
.note code { font: 12.5px var(--mono); background: var(--bg); border: 1px solid var(--line); border-radius: 5px; padding: 1px 6px; white-space: nowrap; }
.card { max-width: 520px; margin: 14vh auto 0; background: var(--panel); border: 1px solid var(--line); border-radius: 14px; }
@keyframes arrive { from { background: color-mix(in srgb, var(--accent) 14%, var(--panel)); } }
@media (prefers-reduced-motion: no-preference) { .entry.fresh { animation: arrive 1.8s ease-out; } }
@media (max-width: 960px) {
  main, .top > div { padding: 0 16px; }
  .counters { grid-template-columns: repeat(4, 1fr); }
  .filters input { width: 100%; margin: 0; }
  .entry > summary { grid-template-columns: 64px minmax(0, 1fr) auto 8px; column-gap: 12px; padding: 11px 14px; }
  .entry > summary::after { grid-column: 4; }
  .badges { grid-column: 3; grid-row: 1; align-items: flex-end; }
  .who { grid-column: 2; grid-row: 2; font-size: 13px; }
  .source { grid-column: 3; grid-row: 2; text-align: right; }
  .why { grid-column: 2 / 4; }
  .more { padding: 4px 14px 16px; }
}
@media (max-width: 480px) { .counters { grid-template-columns: repeat(2, 1fr); } .facts { grid-template-columns: 1fr; gap: 0; } .facts dd { margin-bottom: 8px; } }
`;
