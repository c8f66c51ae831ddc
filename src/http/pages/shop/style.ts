// The style of a shop's page, and of the tiles and marks that it shares with the page of all shops.

const TILES = `
ul.tiles{grid-template-columns:repeat(5,minmax(0,1fr))}
ul.tiles .tile{display:grid;grid-template-columns:1fr auto;align-items:center;gap:2px 8px;height:100%;padding:4px 12px;text-decoration:none}
ul.tiles .what{font-size:.78rem;line-height:1.35;display:flex;align-items:center;gap:4px}
ul.tiles .large{white-space:nowrap;font-size:1.5rem;line-height:1.2;font-weight:700}
ul.tiles .zero .large{font-weight:400}
.and-unknown{grid-column:1/-1;justify-self:start;white-space:nowrap;font-size:.82rem;font-weight:600;line-height:1.6;border-radius:6px;padding:0 6px;background:var(--unknown-bg);color:var(--unknown-ink)}
@media (min-width:1600px){ul.tiles .tile{grid-template-columns:1fr auto auto}.and-unknown{grid-column:auto}}
a.tile:hover{border-color:var(--edge)}
a.tile[aria-current]{box-shadow:0 2px 0 0 var(--ink)}
.level-today{background:var(--today-bg);color:var(--today-ink)}
a.badge{text-decoration:none}
.turn{display:flex;gap:20px}
.turn:empty{display:none}
`;

const HEAD = `
.shop-head{align-items:center;margin-bottom:8px}
.shop-head .crumb{margin:0}
.shop-muted{display:flex;flex-wrap:wrap;gap:4px 16px;align-items:center;margin:-4px 0 8px}
.shop-pages{display:flex;gap:16px;margin-left:auto;font-size:.9rem}
`;

const SIFT = `
.sift{display:flex;flex-wrap:wrap;gap:8px 16px;align-items:center;margin:8px 0 4px}
.views{display:flex;flex-wrap:wrap;gap:5px}
.views a{border:1px solid var(--line);border-radius:99px;padding:4px 10px;font-size:.88rem;color:var(--ink);text-decoration:none;background:var(--card)}
.views a:hover{border-color:var(--edge)}
.views a[aria-current]{background:var(--ink);color:var(--bg);border-color:var(--ink)}
.sift>a:not(.sift-open){margin-left:auto;font-size:.9rem;padding:5px 0}
.sift>a+.sift-open,.sift>a+.sift-form{margin-left:0}
.sift-open{margin-left:auto;display:flex;gap:6px;align-items:center;padding:5px 0;font-size:.9rem}
.sift-form{flex-basis:100%;order:1;display:flex;flex-wrap:wrap;gap:10px 12px;align-items:end}
.sift-form label{display:grid;gap:3px;min-width:0}
.sift-form input,.sift-form select{font-weight:400}
.sift-form .wide{flex:1 1 16rem}
.in-force{display:flex;flex-wrap:wrap;gap:6px;flex-basis:100%;order:2}
.in-force a{display:inline-flex;gap:6px;align-items:center;background:var(--none-bg);color:var(--none-ink);border-radius:99px;padding:2px 12px;font-size:.85rem;text-decoration:none}
.in-force .clear{background:none;color:var(--link)}
`;

/** What browser/live.js shows. */
const LIVE = `
.lost{background:var(--unknown-bg);color:var(--unknown-ink);font-weight:600;border-radius:8px;padding:8px 12px;margin-top:10px;position:sticky;top:8px;z-index:1}
@keyframes arrive{from{box-shadow:0 0 0 3px var(--link)}}
.arrived{animation:arrive 4s ease-out}
`;

const NARROW = `
@media (max-width:560px){
ul.tiles{gap:4px}
ul.tiles .tile{display:flex;flex-direction:column;flex-wrap:nowrap;justify-content:flex-start;gap:0;padding:3px 5px}
ul.tiles .what{flex:none;font-size:.68rem;line-height:1.25;order:1}
ul.tiles .what svg{display:none}
ul.tiles .large{margin:0;font-size:1.15rem}
ul.tiles .and-unknown{order:2;margin:0;padding:0 3px;font-size:.66rem;white-space:normal}
ul.tiles:lang(en){grid-template-columns:repeat(6,minmax(0,1fr))}
.tiles:lang(en) li{grid-column:span 2}
.tiles:lang(en) li:nth-child(n+4){grid-column:span 3}
.shop-head{gap:2px 10px}
.shop-head .crumb{display:none}
.shop-head h1{font-size:1.2rem}
.shop-pages{margin-left:0;flex-basis:100%;gap:12px;overflow-x:auto;white-space:nowrap}
.sift{flex-wrap:nowrap;gap:8px}
.sifted{flex-wrap:wrap}
.views{flex:1 1 0;min-width:0;flex-wrap:nowrap;gap:5px;overflow-x:auto;padding:3px}
.views a{padding:4px 11px;white-space:nowrap}
.sift-form>*{flex:1 1 100%}
}
`;

export const SHOP_STYLE = TILES + HEAD + SIFT + LIVE + NARROW;
