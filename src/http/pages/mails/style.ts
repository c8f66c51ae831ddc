// The style of the pages of mails. The frame follows the page's colours, so that a mail's dark mode shows as it is read.

export const MAILS_STYLE = `
.mail{grid-template-columns:12rem minmax(0,1fr) auto}
.mail-filters{margin-bottom:14px}
.mail-frame{display:block;color-scheme:light dark;background:none}
.told{display:grid;grid-template-columns:repeat(auto-fill,minmax(16rem,1fr));gap:4px 16px}
@media (max-width:1020px){.mail{grid-template-columns:minmax(0,1fr)}}
`;
