// The style of the calendar's pages. A day wears a mark besides its colour; a filled, a dashed and a plain frame tell
// apart who closed it. The form stays in sight beside the days: at the side where there is room, else at the bottom once
// a day is chosen.

export const CALENDAR_STYLE = `
.cal-years{display:flex;gap:16px;font-size:.9rem}
.cal-seasons{display:grid;grid-template-columns:repeat(auto-fit,minmax(15rem,1fr));gap:10px}
.cal-seasons .notice,.cal-last p{margin:0}
.cal-seasons .button{margin-top:6px}
.cal-seasons .bad svg,.cal-ask h2 svg,.notice.bad svg{color:var(--breach-bg)}
.cal-last form{margin-top:6px}
.cal-legend{display:flex;flex-wrap:wrap;gap:4px 18px;font-size:.85rem;margin:6px 0 12px}
.cal-year{display:grid;grid-template-columns:repeat(auto-fill,minmax(15.5rem,1fr));gap:12px}
.cal-month{display:block;background:var(--card);border:1px solid var(--line);border-radius:12px;padding:10px 12px;table-layout:fixed}
.cal-month caption,.cal-month thead,.cal-month tbody{display:block}
.cal-month caption{padding-bottom:4px}
.cal-month caption .strong{color:var(--ink);font-size:.95rem}
.cal-month tr{display:grid;grid-template-columns:repeat(7,1fr);position:relative;gap:2px;margin-bottom:2px}
.cal-month th,.cal-month td{padding:0;border:0;text-align:center;min-width:0}
.cal-month th{font-size:.72rem}
.cal-day>*{display:grid;align-content:center;justify-items:center;min-height:2.7rem;border-radius:7px;border:1px solid transparent;
line-height:1.1;font-weight:400;font-size:.85rem;position:relative}
.cal-day label{cursor:pointer}
.cal-day .cal-m{font-size:.66rem;font-weight:700;min-height:.8rem}
.cal-day.regular>*,.cal-mark.regular{background:var(--closed);color:var(--soft);border-color:var(--line)}
.cal-day.entered>*,.cal-mark.entered{background:var(--alert-bg);color:var(--alert-ink);border-color:var(--alert-ink)}
.cal-day.outside>*,.cal-mark.outside{background:var(--unknown-bg);color:var(--unknown-ink);border:1px dashed var(--unknown-ink)}
.cal-day.opened>*,.cal-mark.opened{background:var(--ok-bg);color:var(--ok);border:2px solid var(--ok)}
.cal-day.today .cal-n,.cal-mark.today{font-weight:700;box-shadow:inset 0 0 0 2px var(--link);border-radius:99px}
.cal-day.today .cal-n{padding:2px 5px}
.cal-n{white-space:nowrap}
.cal-day.today{scroll-margin-top:6rem}
.cal-mark{display:inline-flex;align-items:center;justify-content:center;vertical-align:middle;width:1.7rem;height:1.5rem;border-radius:6px;border:1px solid var(--line);font-size:.75rem;font-weight:700}
.cal-day input{position:absolute;inset:0;width:100%;height:100%;opacity:0;cursor:pointer}
.cal-day label:has(:checked){background:var(--link);color:var(--on-link);border:2px solid var(--ink)}
.cal-day label:has(:checked) .cal-m::after{content:'✓'}
.cal-day.today label:has(:checked) .cal-n{box-shadow:inset 0 0 0 2px currentColor}
.cal-day label:has(:focus-visible){outline:3px solid var(--link);outline-offset:1px}
.cal-why{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.cal-day:hover .cal-why,.cal-day:has(:focus-visible) .cal-why{clip-path:none;overflow:visible;width:max-content;max-width:15rem;height:auto;white-space:normal;
top:calc(100% + 4px);left:50%;transform:translateX(-50%);z-index:3;padding:5px 10px;border-radius:8px;background:var(--ink);color:var(--bg);
font-size:.8rem;line-height:1.5;font-weight:400;text-align:left;pointer-events:none}
@media (min-width:561px){.cal-day:nth-child(-n+3) .cal-why{left:0!important;transform:none!important}.cal-day:nth-child(n+5) .cal-why{left:auto!important;right:0;transform:none!important}}
.cal-form{display:grid;grid-template-columns:minmax(0,1fr) 19rem;gap:14px;align-items:start}
.card.cal-panel{margin:0;display:grid;gap:12px;align-content:start;position:sticky;top:8px;max-height:calc(100vh - 16px);overflow:auto;scroll-margin-top:12px}
.cal-panel h2{margin:0;font-size:1.05rem}
.cal-panel output{font-size:.9rem;font-weight:700;color:var(--link)}
.cal-panel .field input{width:100%}
.cal-wrong{color:var(--breach-bg);font-size:.9rem;font-weight:600}
.cal-wrong .button{margin-top:4px}
.cal-past{margin-bottom:12px}
.cal-past .cal-year{margin-top:8px}
#chosen{scroll-margin-top:6rem}
.cal-panel fieldset{display:flex;flex-wrap:wrap;gap:4px 14px;align-items:center}
.cal-panel legend{float:left;margin:0 14px 0 0}
.cal-choice{display:inline-flex;align-items:center;gap:6px;min-height:36px;font-weight:400;font-size:.95rem}
.cal-panel details .fields{margin-top:8px}
.cal-entries li{display:flex;flex-wrap:wrap;gap:4px 12px;align-items:center;padding:4px 0}
.cal-entries button{margin-left:auto}
.cal-states li,.cal-history li{padding:4px 0}
.cal-history li+li{border-top:1px solid var(--line)}
.cal-asked{font-size:1.15rem;font-weight:700}
.cal-ask{border-left-color:var(--flag-ink);background:var(--flag-bg);color:var(--flag-ink)}
.notice.cal-ask{margin-top:12px}
.cal-ask h2{margin:0 0 4px}
.cal-ask h2 svg{color:inherit}
.cal-ask li{padding:3px 0}
.cal-ask .button{margin:2px 0 2px 6px}
.cal-ask .soft{color:inherit}
.cal-days{display:grid;gap:8px}
.cal-days dt{font-size:.85rem;color:var(--soft)}
.cal-days dd{font-weight:700}
.cal-effects+.cal-effects,.cal-effects+.cal-moved{margin-top:14px}
.card.cal-file{margin-top:16px}
.cal-lines{width:auto}
.cal-lines th,.cal-lines td{border:0;padding:1px 8px;font:13px/1.6 ui-monospace,'Noto Sans Mono CJK JP',monospace;white-space:pre-wrap}
.cal-lines th{color:var(--soft);white-space:nowrap}
.cal-lines .new td{background:var(--ok-bg);color:var(--ok)}
.cal-lines .gone td{background:var(--alert-bg);color:var(--alert-ink)}
.cal-save{margin-top:18px}
.cal-copy textarea{width:100%;font:13px/1.6 ui-monospace,'Noto Sans Mono CJK JP',monospace}
.cal-copy pre{margin-bottom:12px}
@media (min-width:561px){.seasons td{white-space:nowrap}}
@media (max-width:900px){.cal-form{grid-template-columns:minmax(0,1fr)}.card.cal-panel{position:static;max-height:none}
.cal-form:has([name=day]:checked) .cal-panel{position:sticky;top:auto;bottom:0;z-index:2;max-height:52vh;gap:8px;box-shadow:0 -6px 24px #0003}
.cal-form:has([name=day]:checked) .cal-keys{display:none}
html:has(.cal-form [name=day]:checked){scroll-padding-bottom:54vh}}
@media (max-width:560px){.cal-keys{display:none}.cal-year{grid-template-columns:minmax(0,1fr)}.cal-day>*{min-height:44px}
.cal-day:hover .cal-why,.cal-day:has(:focus-visible) .cal-why{position:fixed;inset:0 0 auto 0;width:auto;max-width:none;transform:none;border-radius:0;padding:10px 16px}}
@media print{.cal-year{grid-template-columns:repeat(3,1fr)}.cal-month{break-inside:avoid}.cal-form{display:block}.cal-panel,.cal-past:not([open]){display:none!important}}
`;
