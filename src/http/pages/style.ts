// The one style sheet. No colour speaks alone: every badge says its words. What only one area's pages need stands in
// `pages/<area>/style.ts`, with one line at the end of STYLE. No page may use a style attribute (CSP).

import { AHEAD_STYLE } from './ahead/style.ts';
import { ASKED_STYLE } from './asked/style.ts';
import { AUDIT_STYLE } from './audit/style.ts';
import { BOARD_STYLE } from './board/style.ts';
import { CALENDAR_STYLE } from './calendar/style.ts';
import { COMING_STYLE } from './coming/style.ts';
import { CONTACTS_STYLE } from './contacts/style.ts';
import { INQUIRY_STYLE } from './inquiry/style.ts';
import { LIST_STYLE } from './list/style.ts';
import { LOGIN_STYLE } from './login/style.ts';
import { MAILS_STYLE } from './mails/style.ts';
import { PEOPLE_STYLE } from './people/style.ts';
import { PRESENCE_STYLE } from './presence/style.ts';
import { REPORTS_STYLE } from './reports/style.ts';
import { SAME_CUSTOMER_STYLE } from './same-customer/style.ts';
import { SHOP_STYLE } from './shop/style.ts';
import { SYSTEM_STYLE } from './system/style.ts';

const LIGHT = `--bg:#f4f5f8;--card:#fff;--ink:#1a2130;--soft:#586273;--line:#dde1e9;--edge:#7d8798;--link:#1f4fc4;
--on-link:#fff;--ok:#17693f;--ok-bg:#def2e6;--none-bg:#eaedf2;--none-ink:#414b5b;--flag-bg:#ffedb0;--flag-ink:#5c4300;
--alert-bg:#ffd9b8;--alert-ink:#6f2f00;--breach-bg:#bf231c;--breach-ink:#fff;--unknown-bg:#e7e1fa;--unknown-ink:#43308f;
--closed:#eceef3;--today-bg:#dbe6ff;--today-ink:#173f99`;
const DARK = `--bg:#10141b;--card:#191f29;--ink:#e7ebf2;--soft:#9eaabb;--line:#2d3645;--edge:#77839a;--link:#8fb2ff;
--on-link:#0d1730;--ok:#67d29c;--ok-bg:#123524;--none-bg:#2a3341;--none-ink:#c3ccda;--flag-bg:#4b3b09;--flag-ink:#ffe391;
--alert-bg:#59320c;--alert-ink:#ffcb98;--breach-bg:#c4332b;--breach-ink:#fff;--unknown-bg:#352b60;--unknown-ink:#d6ccff;
--closed:#141923;--today-bg:#1d3262;--today-ink:#bdd2ff`;

/** Colours, type, focus. Print is always light. */
const BASE = `
:root{color-scheme:light dark;${LIGHT}}
@media screen and (prefers-color-scheme:dark){:root{${DARK}}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--bg);color:var(--ink);font:15px/1.6 system-ui,-apple-system,'Hiragino Sans','Noto Sans CJK JP',
'Noto Sans JP','Yu Gothic UI',Meiryo,sans-serif;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
h1,h2,h3,p,ul,ol,dl,dd,figure,fieldset{margin:0;padding:0}
ul,ol{list-style:none}
h1{font-size:1.5rem;line-height:1.3;letter-spacing:.01em}
h2{font-size:1.05rem;line-height:1.4}
h3{font-size:.95rem;line-height:1.4}
a{color:var(--link);text-underline-offset:.2em}
svg{width:1em;height:1em;flex:none;vertical-align:-.12em}
.icons{display:none}
:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:4px}
main:focus{outline:0}
pre{white-space:pre-wrap;font:13px/1.7 ui-monospace,'Noto Sans Mono CJK JP',monospace;margin:0}
iframe{width:100%;height:70vh;border:1px solid var(--line);border-radius:12px;background:#fff;color-scheme:light}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.soft{color:var(--soft);font-size:.85rem}
.strong{font-weight:700}
.keep{word-break:keep-all;overflow-wrap:anywhere}
`;

/** What is around every page. */
const FRAME = `
.wrap{max-width:1120px;margin:0 auto;padding:0 16px}
.skip{position:absolute;left:-999px}
.skip:focus{left:8px;top:8px;background:var(--card);padding:8px;z-index:2}
.top{background:var(--card);border-bottom:1px solid var(--line)}
.top .wrap{display:flex;flex-wrap:wrap;align-items:center;gap:2px 20px;padding-top:6px;padding-bottom:6px}
.brand{display:flex;align-items:center;gap:8px;font-weight:700;color:var(--ink);text-decoration:none;margin-right:auto}
.brand svg{color:var(--breach-bg);font-size:1.2rem}
.top nav,.tabs ul{display:flex;flex-wrap:wrap;gap:0 18px}
.top nav a,.tabs a,.lang{font-size:.9rem;text-decoration:none;padding:7px 0 5px;border-bottom:2px solid transparent}
.top nav a:hover,.tabs a:hover,.lang:hover{border-color:var(--edge)}
.top nav a[aria-current],.tabs a[aria-current]{color:var(--ink);border-color:var(--ink);font-weight:600}
.tabs{border-bottom:1px solid var(--line);margin-bottom:14px}
.tabs a{display:block;margin-bottom:-1px}
.watch{font-size:.85rem;color:var(--soft);padding-top:10px}
.watch p{display:flex;gap:8px;align-items:baseline}
.watch .fine svg{color:var(--ok)}
.watch .bad{background:var(--unknown-bg);color:var(--unknown-ink);font-weight:600;border-radius:8px;padding:8px 12px;margin-bottom:6px}
.watch .stopped{background:var(--breach-bg);color:var(--breach-ink)}
.watch .some{color:var(--unknown-ink);font-weight:600}
.watch{display:flex;flex-wrap:wrap;gap:0 16px;align-items:baseline}
.watch>div:has(.bad){flex-basis:100%}
.watch details{max-width:100%}
.watch details[open]{flex-basis:100%}
.watch details li{padding:3px 0;color:var(--ink)}
main{padding-top:14px;padding-bottom:48px}
.head{display:flex;flex-wrap:wrap;align-items:baseline;gap:2px 14px;margin-bottom:14px}
.crumb{font-size:.85rem;margin-bottom:2px}
.more{margin-top:14px}
`;

/** Cards, rows, the four counts, badges. */
const PARTS = `
.card{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:14px 16px}
.card+.card,section+section{margin-top:12px}
.card>h3{margin-bottom:8px}
.card+p{margin-top:10px}
section>h2{margin:26px 0 10px}
.card>h2{margin:0 0 10px}
.empty{padding:32px 16px;text-align:center;color:var(--soft)}
.tiles{display:grid;gap:10px;margin-bottom:8px}
.tile{border-radius:12px;padding:10px 14px;background:var(--card);border:1px solid var(--line)}
.level-none{background:var(--none-bg);color:var(--none-ink)}
.level-flag{background:var(--flag-bg);color:var(--flag-ink)}
.level-owner_alert{background:var(--alert-bg);color:var(--alert-ink)}
.level-breach{background:var(--breach-bg);color:var(--breach-ink)}
.level-unknown{background:var(--unknown-bg);color:var(--unknown-ink)}
.level-ok{background:var(--ok-bg);color:var(--ok)}
.tile.level-none{background:var(--card);color:var(--ink)}
.tile.zero{background:var(--card);color:var(--soft)}
.rows{display:grid;gap:8px}
.row{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:12px 16px;display:grid;gap:8px 16px;align-items:center}
.name{font-weight:600;font-size:1.02rem}
.number{font-weight:600}
.facts{display:contents}
.facts dt{font-size:.75rem;color:var(--soft);line-height:1.3}
.facts dd{line-height:1.4}
.badge{display:inline-flex;align-items:center;gap:6px;border-radius:99px;padding:2px 12px 2px 9px;font-size:.82rem;font-weight:600;line-height:1.6}
.plain{border:1px solid var(--line);color:var(--soft)}
.fresh{display:inline-flex;gap:6px;align-items:baseline;font-size:.82rem;color:var(--soft)}
.fresh svg{color:var(--ok)}
.fresh.unknown{background:var(--unknown-bg);color:var(--unknown-ink);border-radius:6px;padding:1px 8px;font-weight:600}
.fresh.unknown svg{color:inherit}
.notice{background:var(--card);border:1px solid var(--line);border-left:4px solid var(--link);border-radius:8px;padding:8px 14px;margin-bottom:12px}
.goals{display:grid;gap:6px}
.goals li{display:flex;flex-wrap:wrap;gap:2px 12px;align-items:baseline}
.goal-part{margin-bottom:12px}
.notice.good{border-left-color:var(--ok)}
.notice.bad{border-left-color:var(--breach-bg)}
@media (max-width:1020px){.facts{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:4px 12px}}
`;

/** Forms and buttons. A link that acts like a button wears .button; .main is the one to press, .quiet a small one. */
const FORMS = `
button,.button{display:inline-flex;align-items:center;justify-content:center;gap:6px;min-height:36px;padding:4px 14px;font:inherit;
font-size:.9rem;font-weight:600;line-height:1.4;color:var(--ink);background:var(--card);border:1px solid var(--edge);border-radius:8px;
text-decoration:none;cursor:pointer}
button:hover,.button:hover{border-color:var(--ink)}
button:disabled{color:var(--soft);border-color:var(--line);cursor:default}
button.main:enabled,.button.main{color:var(--on-link);background:var(--link);border-color:var(--link)}
button.quiet{min-height:28px;padding:1px 10px;font-size:.82rem}
fieldset{border:0;min-width:0}
legend,label{font-size:.85rem;font-weight:600}
legend{padding:0;margin-bottom:4px}
input,select,textarea{font:inherit;color:inherit;background:var(--card);border:1px solid var(--edge);border-radius:8px;padding:5px 10px;
min-height:36px;max-width:100%;min-width:0}
input[type=checkbox],input[type=radio]{min-height:0;width:1.15em;height:1.15em;margin:0;accent-color:var(--link);vertical-align:-.2em}
::placeholder{color:var(--soft);opacity:1}
[aria-invalid=true]{border-color:var(--breach-bg);border-width:2px}
.fields{display:flex;flex-wrap:wrap;gap:10px 14px;align-items:end}
.field{display:grid;gap:3px;min-width:0}
.hint{color:var(--soft);font-size:.8rem}
kbd{font:600 .85em/1.4 ui-monospace,monospace;display:inline-block;min-width:1.7em;text-align:center;border:1px solid var(--edge);border-radius:5px;padding:0 5px;margin-right:4px}
.copy{display:none}
.with-copy .copy{display:inline-flex}
.keys-line{text-align:right}
.keys-open{display:none}
.with-keys .keys-open{display:inline-flex}
dialog{max-width:min(34rem,calc(100vw - 32px));color:inherit;background:var(--card);border:1px solid var(--edge);border-radius:12px;padding:16px 20px}
dialog::backdrop{background:#0008}
dialog dl{margin:12px 0;display:grid;gap:6px}
dialog dl>div{display:grid;grid-template-columns:5.5rem 1fr;align-items:baseline}
dialog form{display:flex;flex-wrap:wrap;gap:10px 20px;align-items:center;justify-content:space-between;margin-top:14px}
summary{cursor:pointer}
details>summary{color:var(--link)}
`;

/** Tables: .cards turns each row into a card on a phone (cells say their heading in data-label), .scroll keeps it whole. */
const TABLES = `
table{border-collapse:collapse;width:100%;font-size:.9rem}
caption{text-align:left;color:var(--soft);font-size:.85rem;padding-bottom:6px}
th,td{text-align:left;vertical-align:baseline;padding:6px 10px;border-bottom:1px solid var(--line)}
thead th{font-size:.78rem;color:var(--soft);font-weight:600}
tbody tr:last-child>*{border-bottom:0}
th.figure,td.figure{text-align:right}
.scroll{overflow-x:auto}
`;

/** At 360 px nothing may scroll sideways, and a thumb must hit what it aims at. Last, so that it wins. */
const PHONE = `
@media (max-width:560px){
.top .wrap{gap:0 14px;padding-top:2px;padding-bottom:0}
.top nav{order:3;flex-basis:100%;flex-wrap:nowrap;gap:0 14px;overflow-x:auto;white-space:nowrap}
.top nav a,.tabs a,.lang{padding:8px 0 6px}
.watch{padding-top:6px}
.watch li a{padding-block:6px}
main{padding-top:8px}
.tile{display:flex;justify-content:space-between;align-items:center;gap:0 4px;padding:4px 10px}
.tile{flex-wrap:wrap}
.tile .large,.tile .and-unknown{margin-left:auto}
.row,.card{padding:12px}
main a{padding-block:6px}
.brand,.take{min-height:28px}
:is(a.sign,a.badge,.in-force a){padding-block:4px}
.shop-pages a{padding-block:3px}
.notice{font-size:.85rem;padding:4px 10px;margin-bottom:8px}
.cal-seasons .notice{display:flex;flex-wrap:wrap;gap:0 10px;justify-content:space-between;align-items:center}
.shop-muted form{align-items:center}
.shop-muted .field{grid-template-columns:auto 6.5rem;align-items:center}
:is(.crumb,.onward) a,a.name{display:inline-block;padding:5px 0}
details>summary{padding:4px 0;min-height:28px}
.in-hand>details,.earlier,.how{margin-top:4px}
.facts{grid-template-columns:1fr;gap:0}
.facts div{display:flex;gap:10px;align-items:baseline}
.facts dt{min-width:3.6em}
.times{grid-template-columns:1fr 1fr}
.strip li{flex:1 1 40%}
.fresh.unknown{display:flex}
button,.button,select,input:not([type=checkbox],[type=radio]){min-height:42px}
button.quiet{min-height:32px}
input,select,textarea{font-size:16px}
.cards thead{position:absolute;clip-path:inset(50%)}
.cards tr,.cards td,.cards th{display:block}
.cards tr{padding:8px 0;border-bottom:1px solid var(--line)}
.cards tr:last-child{border-bottom:0}
.cards td,.cards tbody th{border:0;padding:1px 0}
.cards [data-label]{display:grid;grid-template-columns:minmax(0,9.5em) minmax(0,1fr);gap:10px}
.cards [data-label]::before{content:attr(data-label);white-space:normal;color:var(--soft);font-size:.82rem;font-weight:400}
.cards .figure{text-align:left}
}`;

/** On paper: the content alone. */
const PAPER = `
@media print{
body{background:none;font-size:10pt}
.top,.watch,.crumb,.onward,.keys-line,.tabs,form:not(.cal-form,.several),.several-bar,button,.button,.sift,.views,.take,.turn,.downloads,
.cal-years,.shop-pages,.months>a,.tick,.in-hand:not(.taken),details:not([open],.group,.calm){display:none!important}
.months .now{font-size:12pt}
ul.tiles .what{font-size:7pt}
details>summary{list-style:none;color:inherit}
.wrap{max-width:none;padding:0}
.card,.row,.tile{border-color:#999}
.card,.row,.tile,tr,figure{break-inside:avoid}
h2{break-after:avoid}
*{print-color-adjust:exact}
a{color:inherit;text-decoration:none}
.scroll{overflow:visible}
}
@media (prefers-reduced-motion:reduce){*,::before,::after{animation:none!important;transition:none!important;scroll-behavior:auto!important}}
`;

export const STYLE = [
  BASE,
  FRAME,
  PARTS,
  FORMS,
  TABLES,
  CALENDAR_STYLE,
  LIST_STYLE,
  SHOP_STYLE,
  COMING_STYLE,
  AHEAD_STYLE,
  CONTACTS_STYLE,
  PEOPLE_STYLE,
  AUDIT_STYLE,
  BOARD_STYLE,
  LOGIN_STYLE,
  INQUIRY_STYLE,
  MAILS_STYLE,
  SYSTEM_STYLE,
  REPORTS_STYLE,
  ASKED_STYLE,
  SAME_CUSTOMER_STYLE,
  PRESENCE_STYLE,
  PHONE,
  PAPER,
].join('');
