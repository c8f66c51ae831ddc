// The style of the calendar's pages. A day wears a mark besides its colour; a filled, a dashed and a plain frame tell
// apart who closed it.

export const CALENDAR_STYLE = `
.years{display:flex;gap:16px;font-size:.9rem}
.seasons{display:grid;grid-template-columns:repeat(auto-fit,minmax(15rem,1fr));gap:10px}
.seasons .notice,.last p{margin:0}
.seasons .button{margin-top:6px}
.seasons .bad svg,.ask h2 svg,.notice.bad svg{color:var(--breach-bg)}
.last form{margin-top:6px}
.legend{display:flex;flex-wrap:wrap;gap:4px 18px;font-size:.85rem;margin:6px 0 12px}
.year{display:grid;grid-template-columns:repeat(auto-fill,minmax(15.5rem,1fr));gap:12px}
.month{display:block;background:var(--card);border:1px solid var(--line);border-radius:12px;padding:10px 12px;table-layout:fixed}
.month caption,.month thead,.month tbody{display:block}
.month caption{padding-bottom:4px}
.month caption .strong{color:var(--ink);font-size:.95rem}
.month tr{display:grid;grid-template-columns:repeat(7,1fr);position:relative;gap:2px;margin-bottom:2px}
.month th,.month td{padding:0;border:0;text-align:center;min-width:0}
.month th{font-size:.72rem}
.day>*{display:grid;align-content:center;justify-items:center;min-height:2.7rem;border-radius:7px;border:1px solid transparent;
line-height:1.1;font-weight:400;font-size:.85rem;position:relative}
.day label{cursor:pointer}
.day .m{font-size:.66rem;font-weight:700;min-height:.8rem}
.day.regular>*,.mark.regular{background:var(--closed);color:var(--soft);border-color:var(--line)}
.day.entered>*,.mark.entered{background:var(--alert-bg);color:var(--alert-ink);border-color:var(--alert-ink)}
.day.outside>*,.mark.outside{background:var(--unknown-bg);color:var(--unknown-ink);border:1px dashed var(--unknown-ink)}
.day.opened>*,.mark.opened{background:var(--ok-bg);color:var(--ok);border:2px solid var(--ok)}
.day.today .n,.mark.today{font-weight:700;box-shadow:inset 0 0 0 2px var(--link);border-radius:99px}
.day.today .n{padding:2px 6px}
.mark{display:inline-grid;place-items:center;width:1.7rem;height:1.5rem;border-radius:6px;border:1px solid var(--line);font-size:.75rem;font-weight:700}
.day input{position:absolute;inset:0;width:100%;height:100%;opacity:0;cursor:pointer}
.day label:has(:checked){background:var(--link);color:var(--on-link);border:2px solid var(--ink)}
.day label:has(:checked) .n::before{content:'✓'}
.day label:has(:focus-visible){outline:3px solid var(--link);outline-offset:1px}
.why{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.day:hover .why,.day:focus-within .why{clip-path:none;overflow:visible;width:max-content;max-width:15rem;height:auto;white-space:normal;
top:calc(100% + 4px);left:50%;transform:translateX(-50%);z-index:3;padding:5px 10px;border-radius:8px;background:var(--ink);color:var(--bg);
font-size:.8rem;line-height:1.5;font-weight:400;text-align:left;pointer-events:none}
.day:nth-child(-n+3) .why{left:0!important;transform:none!important}.day:nth-child(n+5) .why{left:auto!important;right:0;transform:none!important}
.chosen{display:none;position:sticky;bottom:0;z-index:2;align-items:center;gap:12px;justify-content:end;background:var(--card);
border:1px solid var(--edge);border-radius:12px;padding:8px 14px;margin-top:12px}
.calendar:has([name=day]:checked) .chosen{display:flex}
.chosen output{font-weight:700}
.panel{margin-top:12px;display:grid;gap:12px;scroll-margin-top:12px}
.panel fieldset{display:flex;flex-wrap:wrap;gap:4px 14px;align-items:center}
.panel legend{float:left;margin:0 14px 0 0}
.choice{display:inline-flex;align-items:center;gap:6px;min-height:36px;font-weight:400;font-size:.95rem}
.panel details .fields{margin-top:8px}
.states li,.history li{padding:4px 0}
.history li+li{border-top:1px solid var(--line)}
.asked{font-size:1.15rem;font-weight:700}
.ask{border-left-color:var(--flag-ink);background:var(--flag-bg);color:var(--flag-ink)}
.notice.ask{margin-top:12px}
.ask h2{margin:0 0 4px}
.ask h2 svg{color:inherit}
.ask li{padding-left:1.1em;text-indent:-1.1em}
.ask li::before{content:'・'}
.days{display:grid;gap:8px}
.days dt{font-size:.85rem;color:var(--soft)}
.days dd{font-weight:700}
.effects+.effects{margin-top:14px}
.lines{width:auto}
.lines th,.lines td{border:0;padding:1px 8px;font:13px/1.6 ui-monospace,'Noto Sans Mono CJK JP',monospace;white-space:pre}
.lines th{color:var(--soft)}
.lines .new td{background:var(--ok-bg);color:var(--ok)}
.lines .gone td{background:var(--alert-bg);color:var(--alert-ink)}
.save{margin-top:18px}
.copy textarea{width:100%;font:13px/1.6 ui-monospace,'Noto Sans Mono CJK JP',monospace}
.copy pre{overflow-x:auto;white-space:pre;margin-bottom:12px}
@media (max-width:560px){.keys{display:none}.year{grid-template-columns:minmax(0,1fr)}.day>*{min-height:44px}
.day:hover .why,.day:focus-within .why{position:fixed;inset:0 0 auto 0;width:auto;max-width:none;transform:none;border-radius:0;padding:10px 16px}}
@media print{.year{grid-template-columns:repeat(3,1fr)}.month{break-inside:avoid}.calendar{display:block}.panel,.chosen{display:none!important}}
`;
