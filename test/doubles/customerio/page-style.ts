/** The page's style. Plain text, put into a `<style>` as it is. */
export const pageStyle: string = `
:root { color-scheme: light; --ink: #1c2430; --quiet: #667085; --line: #e4e7ec; --ground: #f5f6f8; --card: #fff;
  --accent: #3538cd; --accent-soft: #eef0ff; --good: #067647; --good-soft: #ecfdf3; --bad: #b42318; --bad-soft: #fef3f2; --warn: #93370d; --warn-soft: #fffaeb; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.5 Inter, system-ui, "Segoe UI", Roboto, sans-serif; }
h1, h2, h3, p, ul, ol, dl, dd { margin: 0; padding: 0; }
ul, ol { list-style: none; }
.page { max-width: 1240px; margin: 0 auto; padding: 24px 24px 64px; }
.top { display: flex; justify-content: space-between; align-items: flex-start; gap: 24px; margin-bottom: 16px; }
.top h1 { font-size: 22px; font-weight: 650; letter-spacing: -.01em; }
.top h1 span { display: inline-block; vertical-align: 3px; margin-left: 8px; padding: 2px 8px; border-radius: 99px; background: var(--accent); color: #fff; font-size: 12px; font-weight: 600; letter-spacing: 0; }
.top p, .quiet { color: var(--quiet); }
button { flex: none; font: inherit; font-size: 14px; padding: 7px 14px; border: 1px solid #d0d5dd; border-radius: 8px; background: #fff; color: var(--ink); cursor: pointer; }
button:hover { background: #f9fafb; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.counts { display: flex; gap: 28px; margin-bottom: 16px; flex-wrap: wrap; }
.counts div { display: flex; gap: 6px; align-items: baseline; }
.counts dd { font-size: 20px; font-weight: 650; font-variant-numeric: tabular-nums; }
.counts dt { color: var(--quiet); }
.verdict { border: 1px solid; border-radius: 10px; padding: 10px 16px; margin-bottom: 12px; }
.verdict h2 { font-size: 15px; font-weight: 650; }
.verdict-good { display: flex; gap: 12px; align-items: baseline; background: var(--good-soft); border-color: #abefc6; color: var(--good); }
.verdict-good h2::before { content: "✓ "; }
.verdict-bad { background: var(--bad-soft); border-color: #fda29b; color: var(--bad); }
.verdict-bad h2 { font-size: 17px; }
.verdict-warn { background: var(--warn-soft); border-color: #fedf89; color: var(--warn); }
.notes { max-height: 260px; overflow: auto; }
.notes li { display: grid; grid-template-columns: 104px 1fr; gap: 12px; padding: 8px 0; border-top: 1px solid rgb(0 0 0 / .07); margin-top: 8px; }
.notes li + li { margin-top: 0; }
.notes p { overflow-wrap: anywhere; }
.notes time, .entry > time { font-size: 13px; color: inherit; opacity: .8; font-variant-numeric: tabular-nums; white-space: nowrap; }
.more { font-size: 13px; }
.layout { display: grid; grid-template-columns: 300px minmax(0, 1fr); gap: 16px; align-items: start; }
.list, .detail, .empty { background: var(--card); border: 1px solid var(--line); border-radius: 12px; }
.list { position: sticky; top: 16px; max-height: calc(100vh - 32px); overflow: auto; padding: 8px; }
h3 { font-size: 13px; font-weight: 600; color: var(--quiet); padding: 8px; }
.count { font-weight: 400; opacity: .8; }
.list p { padding: 0 8px 8px; }
.list a { display: grid; grid-template-columns: minmax(0, 1fr) auto; column-gap: 10px; padding: 9px 10px; border-radius: 8px; color: inherit; text-decoration: none; }
.list a:hover { background: #f9fafb; }
.list a[aria-current] { background: var(--accent-soft); box-shadow: inset 3px 0 var(--accent); }
.row-name { font-weight: 600; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.row-second { color: var(--quiet); font-size: 13px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.row-time, .row-count { color: var(--quiet); font-size: 13px; text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.detail { padding: 20px 24px 24px; min-height: 320px; }
.detail-head { border-bottom: 1px solid var(--line); padding-bottom: 14px; margin-bottom: 8px; }
.detail-head h2 { font-size: 20px; font-weight: 650; overflow-wrap: anywhere; }
.detail-head p { overflow-wrap: anywhere; }
.detail-body { display: grid; grid-template-columns: minmax(0, 1fr) 280px; gap: 28px; }
.detail h3 { padding-left: 0; padding-right: 0; }
.entry { display: grid; grid-template-columns: 104px minmax(0, 1fr); gap: 12px; }
.entry > time { color: var(--quiet); opacity: 1; padding-top: 1px; }
.entry-body { position: relative; border-left: 2px solid var(--line); padding: 0 0 16px 18px; }
.entry-body::before { content: ""; position: absolute; left: -6px; top: 6px; width: 10px; height: 10px; border-radius: 50%; background: var(--accent); box-shadow: 0 0 0 3px #fff; }
.entry-identify .entry-body::before { background: var(--good); }
.entry-page .entry-body::before, .entry-screen .entry-body::before { background: #98a2b3; }
.entry:last-child .entry-body { padding-bottom: 0; border-left-color: transparent; }
.entry-head { display: flex; flex-wrap: wrap; gap: 4px 8px; align-items: center; overflow-wrap: anywhere; }
.entry-head strong { font-weight: 600; min-width: 0; }
.entry-summary { overflow-wrap: anywhere; }
.entry-summary:empty { display: none; }
.mark { display: inline-block; padding: 0 8px; border-radius: 99px; font-size: 12px; line-height: 20px; background: var(--accent-soft); color: var(--accent); white-space: nowrap; }
.mark-quiet { background: #fff4ed; color: #b93815; }
.mark-kind { background: #f2f4f7; color: #475467; }
.mark-red { background: var(--bad); color: #fff; margin-right: 4px; }
details summary { cursor: pointer; font-size: 13px; color: var(--quiet); width: fit-content; }
.verdict details summary { color: inherit; opacity: .85; overflow-wrap: anywhere; }
pre { margin: 6px 0 0; padding: 12px; max-height: 340px; overflow: auto; background: #f9fafb; border: 1px solid var(--line); border-radius: 8px; color: var(--ink); font: 12.5px/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
.attributes div { padding: 6px 0; border-top: 1px solid var(--line); }
.attributes div:first-child { border-top: 0; padding-top: 0; }
.attributes dt { font-size: 13px; color: var(--quiet); overflow-wrap: anywhere; }
.attributes dd { overflow-wrap: anywhere; }
.attributes small { display: block; color: var(--quiet); }
.relations li { padding: 6px 0; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
.relations li:first-child { border-top: 0; padding-top: 0; }
.relations .quiet { display: block; font-size: 13px; }
.empty { padding: 72px 32px; text-align: center; }
.empty h2 { font-size: 20px; margin-bottom: 8px; }
.empty p { max-width: 54ch; margin: 0 auto 6px; }
.choose { color: var(--quiet); text-align: center; padding: 96px 16px; }
.offline { display: none; color: var(--bad); }
[data-offline] .offline { display: block; }
@media (max-width: 1040px) { .detail-body { grid-template-columns: minmax(0, 1fr); } .layout { grid-template-columns: 260px minmax(0, 1fr); } }
@media (max-width: 760px) { .page { padding: 16px; } .layout { grid-template-columns: minmax(0, 1fr); } .list { position: static; max-height: 320px; } .entry { grid-template-columns: minmax(0, 1fr); gap: 0; } }
`;
