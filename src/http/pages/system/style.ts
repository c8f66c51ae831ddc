// The style of the page of the system: cards side by side where there is room, lists of facts, the days of the proof; refused addresses.

export const SYSTEM_STYLE = `
.system{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:0 16px;align-items:start}
.system section{margin-top:0}
.facts-list li{padding:3px 0;line-height:1.5}
.facts-list li+li{border-top:1px solid var(--line)}
.facts-list .bad,.facts-list .good{display:flex;gap:8px;align-items:baseline}
.facts-list .bad{font-weight:600}
.facts-list .good svg{color:var(--ok)}
.facts-list .right{float:right;margin-left:10px}
.verdict{display:flex;gap:8px;align-items:baseline;border-radius:12px;padding:10px 16px;margin-bottom:4px;background:var(--card);border:1px solid var(--line)}
.verdict svg{color:var(--ok)}
.verdict.bad{background:var(--unknown-bg);color:var(--unknown-ink)}
.verdict.bad svg{color:inherit}
.days>li{display:grid;grid-template-columns:8.5rem 5.5rem minmax(0,1fr);gap:2px 12px;padding:5px 0}
.days .date{font-weight:600}
.days .examples{grid-column:3}
.days .wrong{font-weight:700}
.refusal{grid-template-columns:minmax(0,1fr) auto}
@media (max-width:1020px){.refusal{grid-template-columns:minmax(0,1fr)}}
@media (max-width:760px){.system{grid-template-columns:minmax(0,1fr)}.days>li{grid-template-columns:1fr auto}.days>li>:nth-child(3),.days .examples{grid-column:1/-1}}
`;
