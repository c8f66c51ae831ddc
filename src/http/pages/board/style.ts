// The style of the page of all shops.

export const BOARD_STYLE = `
.board-head{align-items:center}
.groups{margin:0 0 10px}
.search{display:flex;flex-wrap:wrap;gap:8px;align-items:center;margin-left:auto}
.search input{width:16rem}
.shop{grid-template-columns:minmax(0,1fr) 29rem 11.5rem}
.who{display:flex;flex-wrap:wrap;gap:2px 12px;align-items:baseline}
.who h2{flex-basis:100%}
.next{display:grid;gap:4px;justify-items:start}
.count a{color:inherit;display:inline-block;min-width:24px}
.gone li{padding:4px 0}
@media (max-width:1020px){.shop{grid-template-columns:minmax(0,1fr)}.next{display:flex;flex-wrap:wrap;align-items:center;gap:4px 12px}}
@media (max-width:560px){.search{margin-left:0;flex:1 1 100%}.search input{flex:1;width:auto}}
`;
