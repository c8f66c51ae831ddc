// The style of the pages of mails. The frame follows the page's colours, so that a mail's dark mode shows as it is read.

export const MAILS_STYLE = `
.mail-filters{margin-bottom:14px}
.mail-frame{display:block;color-scheme:light dark;background:none}
.told{display:grid;grid-template-columns:repeat(auto-fill,minmax(16rem,1fr));gap:4px 16px}
.mails{background:var(--card);border:1px solid var(--line);border-radius:8px;border-collapse:separate;border-spacing:0}
.mails :is(.about,.addresses,.time){color:var(--soft);font-size:.86rem}
.mails .addresses{overflow-wrap:anywhere}
@media (max-width:900px){
.mails thead{position:absolute;overflow:hidden;width:1px;height:1px;clip-path:inset(50%)}
.mails :is(tbody,tr,td){display:block;border:0;padding:0}
.mails tr{padding:8px 12px;border-bottom:1px solid var(--line)}
.mails td:not(:first-child){display:inline}
.mails :is(.addresses,.time)::before{content:'／'}
.mails .name{padding:2px 0}
}
@media (min-width:901px){
.mails{table-layout:fixed}
.mails td{padding:5px 10px}
.mails .name{font-size:.95rem}
.mails th:nth-child(2){width:16rem}
.mails th:nth-child(3){width:14rem}
.mails th:nth-child(4){width:11rem}
}
`;
