// The style of the record of what people did.

export const AUDIT_STYLE = `
.audit-filters{margin-bottom:12px}
.audit td:first-child{white-space:nowrap}
.audit td ul{margin-top:2px}
@media (max-width:560px){.audit td:first-child{white-space:normal}}
`;
