// The style of the pages of mails. The frame follows the page's colours, so that a mail's dark mode shows as it is read.

export const MAILS_STYLE = `
.mail-filters{margin-bottom:14px}
.mail-frame{display:block;color-scheme:light dark;background:none}
.told{display:grid;grid-template-columns:repeat(auto-fill,minmax(16rem,1fr));gap:4px 16px}
`;
