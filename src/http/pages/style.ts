// The one style sheet. No colour speaks alone: every badge says its words. An area with much of its own brings it in a
// file of its own.

const LIGHT = `--bg:#f4f5f8;--card:#fff;--ink:#1a2130;--soft:#586273;--line:#dde1e9;--link:#1f4fc4;--ok:#17693f;
--none-bg:#eaedf2;--none-ink:#414b5b;--flag-bg:#ffedb0;--flag-ink:#5c4300;--alert-bg:#ffd9b8;--alert-ink:#6f2f00;
--breach-bg:#bf231c;--breach-ink:#fff;--unknown-bg:#e7e1fa;--unknown-ink:#43308f;--closed:#eceef3`;
const DARK = `--bg:#10141b;--card:#191f29;--ink:#e7ebf2;--soft:#9eaabb;--line:#2d3645;--link:#8fb2ff;--ok:#67d29c;
--none-bg:#2a3341;--none-ink:#c3ccda;--flag-bg:#4b3b09;--flag-ink:#ffe391;--alert-bg:#59320c;--alert-ink:#ffcb98;
--breach-bg:#c4332b;--breach-ink:#fff;--unknown-bg:#352b60;--unknown-ink:#d6ccff;--closed:#141923`;

export const STYLE = `
:root{color-scheme:light dark;${LIGHT}}
@media (prefers-color-scheme:dark){:root{${DARK}}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--ink);font:15px/1.6 system-ui,-apple-system,'Hiragino Sans','Noto Sans CJK JP',
'Noto Sans JP','Yu Gothic UI',Meiryo,sans-serif;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
a{color:var(--link);text-underline-offset:.2em}
a:focus-visible,summary:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:4px}
h1,h2,h3,p,ul,ol,dl,dd,figure{margin:0;padding:0}
ul,ol{list-style:none}
h1{font-size:1.5rem;line-height:1.3;letter-spacing:.01em}
h2{font-size:1.05rem;line-height:1.4}
svg{width:1em;height:1em;flex:none;vertical-align:-.12em}
.wrap{max-width:1120px;margin:0 auto;padding:0 16px}
.skip{position:absolute;left:-999px}.skip:focus{left:8px;top:8px;background:var(--card);padding:8px}
.top{background:var(--card);border-bottom:1px solid var(--line)}
.top .wrap{display:flex;flex-wrap:wrap;align-items:center;gap:2px 20px;padding-top:10px;padding-bottom:10px}
.brand{display:flex;align-items:center;gap:8px;font-weight:700;color:var(--ink);text-decoration:none;margin-right:auto}
.brand svg{color:var(--breach-bg);font-size:1.2rem}
.top nav{display:flex;flex-wrap:wrap;gap:2px 16px}
.top nav a,.lang{font-size:.9rem}
.lang{text-decoration:none}
.top nav a{text-decoration:none;padding:4px 0;border-bottom:2px solid transparent}
.top nav a[aria-current]{color:var(--ink);border-color:var(--ink);font-weight:600}
.watch{font-size:.85rem;color:var(--soft);padding-top:10px}
.watch li{display:flex;gap:8px;align-items:baseline}
.watch .fine svg{color:var(--ok)}
.watch .bad{background:var(--unknown-bg);color:var(--unknown-ink);font-weight:600;border-radius:8px;padding:8px 12px;margin-bottom:6px}
main{padding-top:14px;padding-bottom:48px}
.head{display:flex;flex-wrap:wrap;align-items:baseline;gap:2px 14px;margin-bottom:14px}
.soft{color:var(--soft);font-size:.85rem}
.crumb{font-size:.85rem;margin-bottom:2px}
.card{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:14px 16px}
.card+.card,section+section{margin-top:12px}
section>h2{margin:26px 0 10px}
.tiles{display:grid;grid-template-columns:repeat(4,1fr);gap:10px;margin-bottom:8px}
.tile{border-radius:12px;padding:10px 14px;background:var(--card);border:1px solid var(--line)}
.tile dt,.count dt{font-size:.78rem;line-height:1.35;display:flex;align-items:center;gap:4px}
.tile dd{font-size:2rem;line-height:1.2;font-weight:700}
.count{border-radius:8px;padding:4px 10px}
.count dd{font-size:1.25rem;line-height:1.3;font-weight:700}
.zero{color:var(--soft);background:none;border-color:var(--line)}
.zero dd{font-weight:400}
.level-none{background:var(--none-bg);color:var(--none-ink)}
.level-flag{background:var(--flag-bg);color:var(--flag-ink)}
.level-owner_alert{background:var(--alert-bg);color:var(--alert-ink)}
.level-breach{background:var(--breach-bg);color:var(--breach-ink)}
.tile.level-none,.tile.zero{background:var(--card);color:var(--ink)}
.count.zero,.tile.zero{color:var(--soft)}
.rows{display:grid;gap:8px}
.row{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:12px 16px;display:grid;gap:8px 16px;align-items:center}
.shop{grid-template-columns:minmax(0,1fr) 29rem 11.5rem}
.counts{display:grid;grid-template-columns:repeat(4,1fr);gap:6px}
.name{font-weight:600;font-size:1.02rem}
.inquiry{grid-template-columns:9.2rem minmax(0,1fr) 7.6rem 7.6rem 9.5rem 7.2rem}
.facts{display:contents}
.facts dt{font-size:.75rem;color:var(--soft);line-height:1.3}
.facts dd{line-height:1.4}
.number{font-weight:600;font-variant-numeric:tabular-nums}
.badge{display:inline-flex;align-items:center;gap:6px;border-radius:99px;padding:2px 12px 2px 9px;font-size:.82rem;font-weight:600;line-height:1.6}
.plain{border:1px solid var(--line);color:var(--soft)}
.card>h3{margin-bottom:8px}
.fresh{display:inline-flex;gap:6px;align-items:baseline;font-size:.82rem;color:var(--soft)}
.fresh svg{color:var(--ok)}
.fresh.unknown{background:var(--unknown-bg);color:var(--unknown-ink);border-radius:6px;padding:1px 8px;font-weight:600}
.fresh.unknown svg{color:inherit}
.strong{font-weight:700}
.empty{padding:32px 16px;text-align:center;color:var(--soft)}
.more{margin-top:14px}
.strip{display:flex;flex-wrap:wrap;gap:6px;margin-bottom:12px}
.strip li{border:1px solid var(--line);border-radius:8px;padding:4px 10px;font-size:.8rem;line-height:1.5;min-width:6.2rem;max-width:11rem}
.strip .closed{background:var(--closed);color:var(--soft)}
.strip .date{font-weight:600}
.strip .badge{font-size:.72rem;padding:0 8px;margin-top:2px}
.line{border-left:2px solid var(--line);margin-left:6px}
.line li{position:relative;padding:3px 0 3px 20px}
.line li::before{content:'';position:absolute;left:-6px;top:.78em;width:10px;height:10px;border-radius:50%;background:var(--card);border:2px solid var(--soft)}
.line .day{font-size:.8rem;color:var(--soft);font-weight:600;padding-top:10px}
.line .day::before{display:none}
.line .customer::before{background:var(--link);border-color:var(--link)}
.line .shop_::before{background:var(--ok);border-color:var(--ok)}
.line .step::before{border-radius:2px;transform:rotate(45deg);background:var(--alert-bg);border-color:var(--alert-ink)}
.line .mark-flag::before{background:var(--flag-bg);border-color:var(--flag-ink)}
.line .mark-breach::before{background:var(--breach-bg);border-color:var(--breach-bg)}
.line .now::before{border-style:dashed}
.line time{display:inline-block;min-width:3.4em;font-weight:600}
.times{display:grid;grid-template-columns:13rem repeat(4,1fr);gap:4px 14px;padding:10px 0;border-top:1px solid var(--line)}
.times:first-of-type{border-top:0}
.receipt p{line-height:1.7}
.keep{word-break:keep-all;overflow-wrap:anywhere}
.mail{grid-template-columns:12rem minmax(0,1fr) auto}
.refusal{grid-template-columns:minmax(0,1fr) auto}
iframe{width:100%;height:70vh;border:1px solid var(--line);border-radius:12px;background:#fff;color-scheme:light}
pre{white-space:pre-wrap;font:13px/1.7 ui-monospace,'Noto Sans Mono CJK JP',monospace;margin:0}
footer{color:var(--soft);font-size:.8rem;padding:0 16px 32px}
@media (max-width:1020px){.shop,.inquiry,.mail,.refusal{grid-template-columns:minmax(0,1fr)}
.facts{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:4px 12px}.times{grid-template-columns:repeat(4,1fr)}.times>:first-child{grid-column:1/-1}}
@media (max-width:560px){.top nav{order:3;flex-basis:100%}.tiles,.counts{grid-template-columns:1fr 1fr;gap:6px}
.tile,.count{display:flex;justify-content:space-between;align-items:center;padding:4px 10px}.tile dd{font-size:1.5rem}.row{padding:12px}
.facts{grid-template-columns:1fr;gap:0}.facts div{display:flex;gap:10px;align-items:baseline}.facts dt{min-width:3.6em}.times{grid-template-columns:1fr 1fr}
.strip li{flex:1 1 40%}.fresh.unknown{display:flex}}
`;
