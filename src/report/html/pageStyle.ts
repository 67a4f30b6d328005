import { heatRules, heatTokens } from './heatClass';

const LIGHT =
  '--fg:#24292f;--bg:#fff;--muted:#57606a;--line:#dfe2e6;--fill:#eef0f2;--accent:#0063d3;--v1:#0063d3;--v2:#2f7d32;--v3:#a87400;--v4:#652d90;--v5:#b35900;--v6:#b3261e';
const DARK =
  '--fg:#d6d9dd;--bg:#16181b;--muted:#a2a8af;--line:#30353b;--fill:#22262b;--accent:#59a4f9;--v1:#59a4f9;--v2:#7fc785;--v3:#cca700;--v4:#b180d7;--v5:#e2975a;--v6:#f48771';

const RULES = `
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--fg);font:14px/20px -apple-system,"Segoe UI",Inter,system-ui,sans-serif;font-variant-numeric:tabular-nums}
main{max-width:1040px;margin:0 auto;padding:40px 28px 60px}
header{display:flex;gap:16px;align-items:baseline;justify-content:space-between}
h1{font-size:22px;line-height:28px;margin:0;overflow-wrap:anywhere}
h2{font-size:15px;line-height:20px;margin:34px 0 8px}
h2 span,.muted{color:var(--muted);font-weight:400}
svg .muted{fill:var(--muted)}
.lead{font-size:16px;line-height:24px;margin:14px 0 0;max-width:46em;overflow-wrap:anywhere}
.facts{display:flex;flex-wrap:wrap;gap:2px 18px;margin:10px 0 0;padding:0;list-style:none;color:var(--muted);font-size:12px}
.scroll{overflow-x:auto}
table{width:100%;border-collapse:collapse;font-size:12.5px}
th,td{padding:0 6px;height:27px;text-align:left;font-weight:400;overflow-wrap:anywhere}
th{font-size:12px;color:var(--muted)}
th,thead td{border-bottom:1px solid var(--line)}
.n{text-align:right;white-space:nowrap}
.nw{white-space:nowrap}
svg{display:block;width:100%;height:auto;overflow:visible;font:11px -apple-system,"Segoe UI",Inter,system-ui,sans-serif}
svg text{fill:var(--fg)}
.xs{font-size:11px}.sm{font-size:12px}.b{font-weight:600}
.hx{fill:var(--fill)}svg .tx{fill:var(--fg)}
.c{stroke:var(--cell);stroke-width:.6}
.line,.grid,.edge{fill:none;stroke:var(--line)}
.edge{stroke:var(--muted)}.tip{fill:var(--muted)}
.box{fill:var(--bg);stroke:var(--line)}
.area{fill:var(--accent);fill-opacity:.22;stroke:var(--accent);stroke-width:.7}
.roof{fill:none;stroke:var(--fg);stroke-width:1.2}
.dot{stroke:var(--fg);stroke-width:.5;fill-opacity:.9}
.legend{display:flex;gap:6px;align-items:center;justify-content:flex-end;margin-top:-26px;margin-bottom:8px;font-size:12px;color:var(--muted)}
.legend svg,.bar svg,.id svg{width:auto;flex:none}
.bar{width:160px}
.graph svg{max-height:1100px}
pre{font:12px/18px ui-monospace,Menlo,Consolas,monospace;background:var(--fill);padding:12px 14px;border-radius:4px;overflow:auto;margin:8px 0 0;white-space:pre-wrap;overflow-wrap:anywhere}
.more{margin-top:22px;border-bottom:1px solid var(--line)}
details{border-top:1px solid var(--line);padding:9px 0}
summary{cursor:pointer}
details ul{margin:8px 0 0;padding-left:20px;color:var(--muted);overflow-wrap:anywhere}
@page{size:A4;margin:14mm}
@media print{details::details-content{content-visibility:visible;block-size:auto}main{padding:0;max-width:none}figure,tr,.keep{break-inside:avoid}h2{break-after:avoid;margin-top:22px}.graph svg{max-height:230mm}body{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
figure{margin:0}`;

/** The style of a report: its own colours, light or dark as the reader's system is, light on paper; heat keeps its colours where others are forced. */
export function pageStyle(): string {
  const light = `${LIGHT};${heatTokens('light')}`;
  const dark = `${DARK};${heatTokens('dark')}`;
  return [
    `:root{color-scheme:light dark;${light}}`,
    `@media screen and (prefers-color-scheme:dark){:root{${dark}}}`,
    '@media print{:root{color-scheme:light}}',
    'svg{forced-color-adjust:none}',
    RULES.replaceAll('\n', ''),
    heatRules().replaceAll('.t', 'svg .t'),
  ].join('');
}
