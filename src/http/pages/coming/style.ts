// The style of the days ahead, on the pages of a shop and of all shops.

export const COMING_STYLE = `
.coming-part{margin-bottom:12px}
.coming{display:grid;grid-template-columns:repeat(auto-fill,minmax(116px,1fr));gap:6px}
.coming li{display:grid;align-content:start;background:var(--card);border:1px solid var(--line);border-radius:8px;padding:6px 9px;font-weight:600}
.coming .soft{font-size:.82rem;font-weight:400}
.coming+p{margin-top:8px}
.coming .zero{color:var(--soft);font-weight:400}
`;
