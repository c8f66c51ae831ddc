// The style of a shop's people, and of several inquiries at once.

export const PEOPLE_STYLE = `
.choose{grid-template-columns:auto 9.2rem minmax(0,1fr) 7.6rem 9rem minmax(0,12rem)}
.choose>label{display:flex;align-items:center;justify-content:center;min-width:44px;min-height:44px;margin:-8px 0 -8px -8px}
.choose .facts{display:contents}
tbody th .soft{font-weight:400}
.together .card{margin-top:12px}
.together .fields{margin-top:8px}
.together .buttons{display:flex;flex-wrap:wrap;gap:10px;margin-top:12px}
@media (max-width:1020px){
.choose{display:grid;grid-template-columns:auto minmax(0,1fr)}
.choose .about,.choose .facts,.choose .act{grid-column:2}
.choose .facts{display:grid}
.choose .act{justify-content:flex-start}
}
`;
