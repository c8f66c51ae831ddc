// The style of a shop's page, and of the tiles and marks that it shares with the page of all shops.

const TILES = `
.tiles{grid-template-columns:repeat(5,1fr)}
.tile{display:block;height:100%;text-decoration:none}
.tile .what{font-size:.78rem;line-height:1.35;display:flex;align-items:center;gap:4px}
.tile .large{display:inline-block;white-space:nowrap;font-size:2rem;line-height:1.2;font-weight:700}
.tile.zero .large{font-weight:400}
.and-unknown{display:inline-block;vertical-align:.3em;margin-left:6px;white-space:nowrap;font-size:.82rem;font-weight:600;line-height:1.6;border-radius:6px;padding:0 6px;background:var(--unknown-bg);color:var(--unknown-ink)}
a.tile:hover{border-color:var(--edge)}
a.tile[aria-current]{box-shadow:0 2px 0 0 var(--ink)}
.level-today{background:var(--today-bg);color:var(--today-ink)}
a.badge{text-decoration:none}
.sign{display:inline-flex;gap:6px;align-items:baseline;font-size:.82rem;line-height:1.5;color:var(--soft)}
.sign.vain{background:var(--alert-bg);color:var(--alert-ink);border-radius:6px;padding:1px 8px;font-weight:600}
.sign.held{background:var(--ok-bg);color:var(--ok);border-radius:6px;padding:1px 8px;font-weight:600}
.turn{display:flex;gap:20px}
.turn:empty{display:none}
`;

const LIST = `
.inquiry{grid-template-columns:9.2rem minmax(0,1fr) 7.6rem 7.6rem 9rem 9.6rem}
.act{display:grid;gap:4px;justify-items:start;font-size:.88rem}
.take{display:inline-flex;gap:6px;align-items:center}
.item{display:-webkit-box;-webkit-line-clamp:2;-webkit-box-orient:vertical;overflow:hidden}
.today>h2{display:flex;gap:8px;align-items:center;color:var(--today-ink)}
.today .row{border-left:4px solid var(--today-ink);padding-left:13px}
.promised-list>h2{display:flex;flex-wrap:wrap;gap:8px;align-items:center}
.sign.broken{color:var(--breach-ink,var(--ink));font-weight:700}
.shop-muted{margin:-6px 0 12px}
.shop-pages{display:flex;gap:16px;margin-left:auto;font-size:.9rem}
`;

const SIFT = `
.sift{display:flex;flex-wrap:wrap;gap:8px 16px;align-items:center;margin:16px 0 4px}
.views{display:flex;flex-wrap:wrap;gap:6px}
.views a{border:1px solid var(--line);border-radius:99px;padding:4px 14px;font-size:.88rem;color:var(--ink);text-decoration:none;background:var(--card)}
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
@media (max-width:1020px){
.inquiry{display:flex;flex-wrap:wrap}
.inquiry .about,.inquiry .facts{order:1;flex:1 0 100%}
.act{display:flex;flex:1 1 auto;flex-wrap:wrap;gap:2px 16px;align-items:center;justify-content:flex-end}
}
@media (max-width:560px){
.tiles{grid-template-columns:1fr 1fr;gap:6px}
.tiles li:last-child{grid-column:1/-1}
.tile .large{font-size:1.5rem}
.views{gap:5px}
.views a{padding:6px 11px}
.act a{padding:5px 0}
.shop-pages{margin-left:0;flex-basis:100%}
.sift-form>*{flex:1 1 100%}
}
`;

export const SHOP_STYLE = TILES + LIST + SIFT + LIVE + NARROW;
