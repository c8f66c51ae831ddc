// The style of the page of all shops.

export const BOARD_STYLE = `
.board-head{align-items:center}
.groups{margin:0 0 10px}
.search{display:flex;flex-wrap:wrap;gap:8px;align-items:center;margin-left:auto}
.search input{width:16rem}
.shops{background:var(--card);border:1px solid var(--line);border-radius:8px;border-collapse:separate;border-spacing:0}
.shops tbody th{font-weight:400}
.shops tbody th>*{margin-right:6px;max-width:100%}
.shops .goals{margin:2px 0 0;gap:2px;font-size:.85rem}
.shops .goals .badge{padding:0 9px 0 6px;font-size:.78rem}
.shops .figure{white-space:nowrap}
.shops .count{display:inline-block;min-width:2.2em;border-radius:8px;padding:1px 8px;font-weight:700;font-size:1.05rem;text-align:right}
.shops .zero,.shops .next{color:var(--soft)}
.shops .zero{padding-right:8px}
.calm>summary{min-height:32px}
.first-steps{margin-bottom:10px}
.first-steps ol{list-style:decimal;padding-left:1.6em;margin-top:8px;display:grid;gap:6px}
.first-steps code{display:inline-block;margin-right:8px;padding:0 6px;border-radius:5px;background:var(--none-bg);color:var(--none-ink);font-size:.85rem}
.gone li{padding:4px 0}
@media print,(min-width:821px){
.shops{table-layout:fixed}
.shops th.figure{width:5.6rem;white-space:normal;vertical-align:bottom}
.shops:lang(en) th.figure{width:7.2rem;overflow-wrap:normal}
.shops thead th:last-child{width:9.5rem}
.shops td{padding:4px 10px}
.shops .goals li{flex-wrap:nowrap}
.shops .goals .badge,.shops .goals .number{flex:none}
.shops .goals .soft{min-width:0;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
}
@media screen and (max-width:820px){
.shops,.shops tbody{display:block}
.shops thead{position:absolute;overflow:hidden;width:1px;height:1px;clip-path:inset(50%)}
.shops tr{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:3px 16px;padding:10px 12px;border-bottom:1px solid var(--line)}
.shops :is(th,td){display:block;border:0;padding:0}
.shops tbody :is(th,.next){grid-column:1/-1}
.shops td.figure{display:flex;justify-content:space-between;align-items:center;gap:6px;white-space:normal}
.shops .figure>*{flex:none}
.shops [data-label]::before{content:attr(data-label);color:var(--soft);font-size:.78rem;line-height:1.3}
.shops .next::before{margin-right:8px}
.shops .goals li{flex-wrap:nowrap;line-height:1.35}
.shops .goals .badge{flex:none}
.shops .goals .soft,.shops td.figure:has(.zero){display:none}
}
@media print{
.shops:is(*,:lang(en)) th.figure{width:3.9rem;font-size:7pt}
.shops thead th:last-child{width:7.4rem}
.shops{font-size:8.5pt}
}
@media (max-width:560px){.search{margin-left:0;flex:1 1 100%}.search input{flex:1;width:auto}}
`;
