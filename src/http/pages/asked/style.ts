// The style of what customers ask, beside that of the reports.

export const ASKED_STYLE = `
.asked .tiles{grid-template-columns:repeat(4,minmax(0,1fr))}
.asked table caption{text-align:left;padding-bottom:6px}
.asked tbody th{overflow-wrap:anywhere;min-width:9em}
.asked th.figure{white-space:nowrap}
.asked .rising{padding-left:38px;list-style:decimal}
.asked .rising li{padding:3px 0;overflow-wrap:anywhere}
@media (max-width:1020px){.asked .tiles{grid-template-columns:repeat(2,minmax(0,1fr))}}
@media (max-width:560px){.asked .tiles{grid-template-columns:minmax(0,1fr)}}
`;
