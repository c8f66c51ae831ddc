// The style of the inquiry page: the receipt, the history, the four times, who has it in hand, the forms, the picture.

export const INQUIRY_STYLE = `
.above{display:flex;flex-wrap:wrap;gap:0 20px;justify-content:space-between}
.onward{display:flex;flex-wrap:wrap;gap:4px 16px;align-items:center;font-size:.85rem}
.inquiry-head{align-items:center;margin-bottom:8px}
.inquiry-head .which{display:flex;flex-wrap:wrap;gap:2px 14px;align-items:baseline;flex-basis:100%}
.deadline{display:flex;flex-wrap:wrap;gap:4px 12px;align-items:center;font-size:1.2rem;line-height:1.5}
.deadline .left{font-weight:700;border-radius:8px;padding:0 10px;background:var(--today-bg);color:var(--today-ink)}
.deadline .left.level-flag{background:var(--flag-bg);color:var(--flag-ink)}
.deadline .left.level-owner_alert{background:var(--alert-bg);color:var(--alert-ink)}
.deadline .left.level-breach{background:var(--breach-bg);color:var(--breach-ink)}
.first,.first form{display:flex;flex-wrap:wrap;gap:8px 12px;align-items:end}
.first{margin-left:auto}
.done{display:flex;flex-wrap:wrap;gap:8px 16px;align-items:center}
.done .onward{margin-left:auto;gap:8px}
.template{display:grid;gap:6px;justify-items:start;margin-top:12px}
.template textarea{width:100%;resize:vertical}
.how>.card{margin-top:8px}
.how{margin:10px 0}
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
.times{display:grid;grid-template-columns:14.5rem repeat(4,1fr);gap:4px 14px;padding:10px 0;border-top:1px solid var(--line)}
.times:first-of-type{border-top:0}
.times dl{display:contents}
.receipt p{line-height:1.7}
@media (max-width:1020px){.times{grid-template-columns:repeat(4,1fr)}.times>:first-child{grid-column:1/-1}}
.in-hand{margin:12px 0}
.in-hand>h2{margin:0 0 8px}
.in-hand.taken{border-color:var(--link);border-width:2px}
.in-hand.taken h2{font-size:1.35rem;margin:0 0 2px}
.in-hand.promised h2{display:flex;gap:8px;align-items:center;font-size:1.15rem}
.in-hand.promised.broken{border-color:var(--breach-bg);border-width:2px}
.in-hand .remark{display:inline-block;margin-left:10px;padding:0 10px;border-radius:99px;background:var(--none-bg);color:var(--none-ink);font-size:.9rem}
.in-vain{display:flex;gap:8px;align-items:baseline;color:var(--alert-ink);background:var(--alert-bg);border-radius:8px;padding:4px 10px;margin-top:6px}
.in-hand .fields,.in-hand details{margin-top:10px}
.in-hand>.hint{margin-top:8px}
.field.grow{flex:1 1 14rem}
.more-actions{margin-top:12px;display:grid;grid-template-columns:1fr 1fr;gap:10px;align-items:start}
.more-actions>.card{margin:0}
.more-actions>:only-child{grid-column:1/-1}
.more-actions h2{font-size:1rem;margin:0}
.more-actions .fields,.more-actions p,.others table,.others .hint,details.card .hint{margin-top:8px}
.others .hint{display:block;font-weight:400}
.others{margin-top:12px}
.others strong{color:var(--link)}
.others .differs{font-weight:600}
.earlier{margin-top:12px}
.earlier .earlier{margin-left:1em}
.earlier>summary{font-weight:600;padding:6px 0}
.earlier>.card{margin-top:8px}
.picture{overflow-x:auto;direction:rtl;margin:-4px -6px 0;padding:4px 6px 0}
.picture>div{display:grid;width:max-content;min-width:100%;grid-template-columns:minmax(max-content,1fr);direction:ltr;padding:0 8px}
.picture .room{width:auto;height:1px;display:block}
.picture .drawing{width:0;min-width:100%;height:auto;overflow:visible;display:block}
.picture text{font-size:11px;fill:var(--soft);paint-order:stroke;stroke:var(--card);stroke-width:3px;stroke-linejoin:round}
.picture .ground{fill:none;pointer-events:all}
.picture .today .ground{fill:var(--link);opacity:.09}
.picture .date{font-size:12px;font-weight:600;fill:var(--ink)}
.picture .today text{fill:var(--link);font-weight:700}
.picture .edge{stroke:var(--line)}
.hatch{stroke:var(--edge);stroke-width:2px;opacity:.45}
.dotted{fill:var(--edge);opacity:.6}
.picture .closed .date{fill:var(--soft);font-weight:400}
.hours{fill:var(--ok-bg);opacity:.75}
.bar{stroke-width:1.5px;rx:3px}
.bar-none{fill:var(--link);stroke:var(--link)}
.bar-flag{fill:var(--flag-bg);stroke:var(--flag-ink)}
.bar-owner_alert{fill:var(--alert-bg);stroke:var(--alert-ink)}
.bar-breach{fill:var(--breach-bg);stroke:var(--breach-bg)}
.bar-paused{fill:var(--edge)}
.bar-to-come{fill:none;stroke:var(--edge);stroke-dasharray:4 3}
.sign-customer_message{fill:var(--link)}
.sign-shop_reply,.sign-completed,.sign-no_reply,.sign-answered_elsewhere{fill:var(--ok)}
.sign-promised,.sign-promise_withdrawn,.sign-answer_withdrawn{fill:var(--ink)}
.sign-auto_reply,.sign-reopened,.sign-message_deleted{fill:var(--edge)}
.sign-flag{fill:var(--flag-ink)}
.sign-owner_alert{fill:var(--alert-ink)}
.sign-breach{fill:var(--breach-bg)}
.picture use{stroke:var(--card);stroke-width:2px;paint-order:stroke}
.picture .leader{stroke:var(--edge);stroke-width:1.5px}
.picture .mark text{fill:var(--ink);font-weight:600}
.picture .leader-to-come,.picture .leader-not-reached,.picture .leader-withdrawn{stroke-dasharray:3 3}
.picture .mark-to-come text{font-weight:400}
.picture .mark-not-reached text,.picture .mark-withdrawn text{fill:var(--soft);font-weight:400}
.picture .mark-to-come use{fill:var(--soft)}
.picture .mark-not-reached use,.picture .mark-withdrawn use{fill:var(--edge)}
.picture .mark-withdrawn text{text-decoration:line-through}
.picture .now line{stroke:var(--link);stroke-width:2px}
.picture .now text{fill:var(--link);font-weight:700}
.signs{display:flex;flex-wrap:wrap;gap:2px 16px;margin-top:10px;font-size:.8rem;color:var(--soft)}
.signs li{display:flex;align-items:center;gap:5px}
.signs .wide{width:22px;height:14px}
.signs .closed{stroke:var(--edge)}
.line .mailed::before{border-radius:2px;background:var(--none-bg)}
.line .acted::before{background:var(--link);border-color:var(--card);outline:2px solid var(--link);width:8px;height:8px;left:-5px}
@media (max-width:720px){.first,.done .onward{margin-left:0}
.inquiry-head h1{font-size:1.2rem}.deadline{font-size:1.1rem}
.more-actions{grid-template-columns:minmax(0,1fr)}
.in-hand .field,.more-actions .field{flex:1 1 100%}
.in-hand .field select,.in-hand .field input,.more-actions .field input{width:100%}}
`;
