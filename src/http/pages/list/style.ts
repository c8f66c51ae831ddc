// The style of lists of inquiries: one line each where there is room, two on a phone. Such a page takes the width there is.

const LIST = `
:root{--late:#bf231c}
@media screen and (prefers-color-scheme:dark){:root{--late:#ff9a90}}
body.wide .wrap{max-width:1400px}
@media (min-width:1600px){body.wide .wrap{max-width:1720px}}
body.wide main{padding-top:8px}
.group{position:relative;margin-top:2px}
.group>summary{display:flex;align-items:center;gap:8px;min-height:28px;width:fit-content;padding-right:12px}
.group>summary::before{content:'▾';color:var(--soft)}
.group:not([open])>summary::before{content:'▸'}
.group>summary::-webkit-details-marker{display:none}
.group>summary h2{font-size:1rem}
.group-overdue>summary h2{color:var(--late)}
.group-today>summary h2{color:var(--today-ink)}
.group-coming>summary h2,.group-promised>summary h2{color:var(--ink)}
.group-away{margin-top:10px}
.group-rest{margin:6px 0 10px}
.list{table-layout:fixed;font-size:.86rem;line-height:1.4;background:var(--card);border-collapse:separate;border-spacing:0;border:1px solid var(--line);border-radius:8px}
.list th,.list td{padding:0 6px;vertical-align:middle;font-weight:400;white-space:nowrap}
.list tbody .strong{font-weight:700}
.list .badge{display:inline-block;max-width:100%;padding:0 9px 0 6px;font-size:.78rem;vertical-align:middle}
.list .badge svg,.list .take svg{margin-right:5px}
.list :is(td,.badge,.number,.shop-name a):not(.holder,.act,.tick){overflow:hidden;text-overflow:ellipsis}
.list :is(.number,.shop-name a){display:block;line-height:24px}
.list .number{direction:rtl;text-align:left}
.list .received{color:var(--soft)}
.list .act a+a,.list .holder>*+*{margin-left:10px}
.list .tick input{width:20px;height:20px;vertical-align:middle}
.several-bar{display:flex;flex-wrap:wrap;gap:6px 12px;align-items:end;margin-top:10px;padding:8px 12px;background:var(--card);border:1px solid var(--line);border-radius:8px}
.several-bar :is(input,select){width:11rem}
.several:has(input:checked) .several-bar{position:sticky;bottom:0;z-index:2;border-color:var(--edge)}
.notice.done{display:flex;flex-wrap:wrap;gap:4px 16px;align-items:center}
.take{display:inline-flex;gap:5px;align-items:center}
.list .take{display:inline}
.sign{display:inline-flex;gap:6px;align-items:baseline;font-size:.82rem;line-height:1.5;color:var(--soft)}
.list .sign{display:inline-block;padding:0 6px;font-size:.78rem;max-width:100%;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;vertical-align:middle}
.list .sign svg{margin-right:5px}
.sign.vain{background:var(--alert-bg);color:var(--alert-ink);border-radius:6px;padding:1px 8px;font-weight:600}
.sign.held{background:var(--ok-bg);color:var(--ok);border-radius:6px;padding:1px 8px;font-weight:600}
.sign.broken{color:var(--late);font-weight:700}
.badge.settled{background:var(--ok-bg);color:var(--ok)}
.drawer{margin-top:10px}
.drawer-head{display:flex;flex-wrap:wrap;gap:6px 16px;align-items:center;margin-bottom:6px}
.drawer-head h2{font-size:1rem}
.watch-days{display:flex;gap:8px;align-items:center}
.watch-days input{width:5rem}
`;

/** The heads stand in the line of the group's name, which leaves them the room. */
const DESK = `
@media print,(min-width:900px){
.list th,.list td{height:30px}
.list .tick{width:2.1rem}
.list .step{width:8.8rem}
.list .numbers{width:7rem}
.list .shop-name{width:10rem}
.list :is(.received,.due,.left){width:7.6rem}
.list .holder{width:12.4rem}
.list td.holder{white-space:normal}
.list .act{width:11.4rem}
.list thead th{font-size:.75rem}
.group .list{margin-top:-29px;border:0;background:none}
.group .list thead{pointer-events:none}
.group .list thead :is(.tick,.step,.numbers,.shop-name,.about){text-indent:-999rem;overflow:hidden}
.group .list tbody>*>*{background:var(--card)}
.group>summary{position:relative;z-index:1}
.list:lang(en) .step{width:12.7rem}
.list:lang(en) .badge{font-size:.74rem}
.list:lang(en) :is(.received,.due){width:9.3rem}
.list:lang(en) .left{width:11.7rem}
.list:lang(en) .holder{width:9.4rem}
.list:lang(en) .act{width:9.9rem}
}
@media (min-width:1600px){
.list .holder{width:18rem}
.list:lang(en) .holder{width:15rem}
}
@media (min-width:900px) and (max-width:1599px){
:is(.over,.list:lang(en)) .received:not(.promiser){display:none}
.over .shop-name{width:8.4rem}
.list:lang(en) .act{width:6.4rem}
.list:lang(en) .act .take{font-size:0}
.list:lang(en) .act .take svg{font-size:.86rem;margin:0}
}
@media (min-width:900px) and (max-width:1180px){
.list .step{width:8.4rem}
.list .numbers{width:5.4rem}
.list .left{width:6.8rem}
.list .holder{width:9rem}
.list .act{width:7.6rem}
.list .act .take{font-size:0}
.list .act .take svg{font-size:.86rem;margin:0}
.list .promiser,.list:lang(en) .promiser{width:6rem}
.list:lang(en) .step{width:8.4rem}
.list:lang(en) .holder{width:8rem}
.list:lang(en) .act{width:5.4rem}
.over .shop-name{width:7rem}
.over:lang(en) .about{display:none}
}
`;

/** Number, due and left in the first line; step, kind and hand in the second. The rest stands on the inquiry's page. */
const NARROW = `
@media screen and (max-width:899px){
.list,.list tbody{display:block}
.list thead{position:absolute;display:block;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.list tbody tr{display:flex;flex-wrap:wrap;gap:0 8px;align-items:center;padding:3px 8px;border-bottom:1px solid var(--line)}
.list tbody tr:last-child{border-bottom:0}
.list tbody tr::after{content:'';order:3;flex-basis:100%}
.list tbody :is(td,th){padding:0;border:0}
.list tbody th{order:1;flex:1 1 0;min-width:0}
.list .tick{order:0}
.list .due{order:2}
.list .left{order:3}
.list .step{order:4;flex:none;max-width:50%}
.list .about{order:5;flex:1 1 0;min-width:0}
.list .holder{order:6;flex:0 1 auto;min-width:0;max-width:60%;text-align:right}
.list .shop-name{order:5;flex:1 1 0;min-width:0}
.over .about{display:none}
.list .take{line-height:24px;padding:6px 0}
.list .number{padding:3px 0;margin:-3px 0}
.list td.shop-name{overflow:visible}
.list .shop-name a{padding:2px 0;margin:-2px 0}
.list .received,.list .act{display:none}
.several-bar :is(input,select){width:8rem}
.several-bar button{padding-inline:10px}
.list:lang(en) .step{max-width:100%}
.list:lang(en) .holder{order:4;flex:none;max-width:100%;margin-left:auto}
.list:lang(en) .left{order:5}
.list:lang(en) :is(.about,.shop-name){order:6;flex:1 1 5rem}
.group>summary .soft{display:none}
}
`;

/** On paper nothing is pressed, and the number is whole. */
const PAPER = `
@media print{
.list{font-size:8pt;line-height:1.3}
.list :is(th,td){height:auto;padding:3px 4px}
.list:not(#_) :is(th,td,.badge,.sign):not(.shop-name,.about){overflow:visible;white-space:normal;word-break:keep-all}
.list:not(#_) .number{direction:ltr;overflow:visible;font-size:7.5pt;line-height:1.3}
.list:not(#_) :is(.badge,.sign){font-size:7pt;padding:0 4px;border-radius:6px;line-height:1.4}
:is(.list,.list:lang(en)) .step{width:6rem}
:is(.list,.list:lang(en)) .numbers{width:6.8rem}
:is(.list,.list:lang(en)) :is(.due,.left,.promiser){width:6.1rem}
:is(.list,.list:lang(en)) .holder{width:6.6rem}
.list .shop-name{width:6.2rem}
.list .act,:is(.list,.list:lang(en)) .received:not(.promiser){display:none}
.group .list{margin-top:2px}
.group .list thead th{text-indent:0}
.group>summary::before{display:none}
}
`;

export const LIST_STYLE = LIST + DESK + NARROW + PAPER;
