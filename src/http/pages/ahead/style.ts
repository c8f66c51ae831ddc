// The style of the form that looks ahead, and of what is said on a page that does.

export const AHEAD_STYLE = `
.notice.ahead{border-left-color:var(--today-ink);background:var(--today-bg);color:var(--today-ink)}
.notice.ahead a{color:inherit}
.ahead-form{display:flex;flex-wrap:wrap;gap:8px;align-items:center;margin-top:12px}
`;
