// The style of the reports. A heat map's cell says its number; the shade only helps the eye.

export const REPORTS_STYLE = `
.months{display:flex;flex-wrap:wrap;gap:8px 16px;align-items:center;margin-bottom:12px}
.months form{display:flex;gap:8px;align-items:center;margin-left:auto}
.months .now{font-weight:700}
.report .tiles{grid-template-columns:repeat(3,minmax(0,1fr))}
.policy details{margin-top:10px}
.report .tile dt{font-size:.82rem;line-height:1.4}
.report .tile dd{line-height:1.35}
.report .tile .big{font-size:1.5rem;font-weight:700}
.report td.figure{white-space:nowrap}
.report td.figure::before{white-space:normal}
.report th{overflow-wrap:break-word}
.report tbody th{min-width:7em}
.report .narrow{max-width:28rem}
.lead{margin-bottom:8px}
.card+.lead{margin-top:6px}
.report tbody th{font-weight:600}
.report h3{margin:16px 0 6px}
.chart{display:block;width:100%;overflow:visible}
.chart text{fill:var(--soft);font-size:11px}
.plot{height:210px}
.plot .grid{stroke:var(--line)}
.plot .shut{fill:var(--edge);fill-opacity:.16}
.plot text{paint-order:stroke;stroke:var(--card);stroke-width:3px}
.plot .open{stroke:var(--link);stroke-width:2.5;fill:none}
.plot .flagged{stroke:var(--alert-ink);stroke-width:2;stroke-dasharray:5 3;fill:none}
.plot .under{fill:var(--alert-bg);stroke:none}
.legend{display:flex;flex-wrap:wrap;gap:2px 18px;margin-bottom:8px}
.legend li{display:inline-flex;gap:6px;align-items:center}
.legend svg{width:26px;height:12px}
.heats{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:12px}
.heats .card+.card{margin-top:0}
.heat{height:508px}
.heat .cell{fill:var(--link);stroke:var(--card);stroke-width:2}
.heat .h0{fill:none}.heat .h1{fill-opacity:.12}.heat .h2{fill-opacity:.28}.heat .h3{fill-opacity:.46}.heat .h4{fill-opacity:.88}
.heat text.in{fill:var(--ink)}.heat text.in.h0{fill:var(--soft);fill-opacity:1}.heat text.in.h4,.heat text.in.h5{fill:var(--on-link);fill-opacity:1;font-weight:600}
.heat text.in{fill-opacity:1}
.defined li{padding:2px 0}
.downloads{margin-top:12px}
@media (max-width:1020px){.report .tiles{grid-template-columns:repeat(2,minmax(0,1fr))}}
@media (max-width:760px){.heats{grid-template-columns:minmax(0,1fr)}}
@media (max-width:560px){.report .tiles{grid-template-columns:minmax(0,1fr);gap:6px}.report .tile{align-items:baseline}
.report .tile dt{flex:0 0 42%}.report .tile dd{flex:1;text-align:right}.report .tile .big{font-size:1.2rem}.months form{margin-left:0;flex:1 1 100%}
.report .cards [data-label]{justify-content:space-between}.report .cards [data-label]::before{width:auto;flex:0 1 auto}}
`;
