// The style of the record of what people did.

export const AUDIT_STYLE = `
.audit-filters{margin-bottom:12px}
.audit td ul{margin-top:2px}
/* Columns keep their width while a long page still comes in: else its rows move. */
@media (min-width:561px){.audit{table-layout:fixed}.audit td{overflow-wrap:anywhere}
.audit th:nth-child(1){width:13%}.audit th:nth-child(2){width:18%}.audit th:nth-child(4){width:17%}.audit th:nth-child(5){width:22%}}
@media (max-width:560px){.cards .none{display:none}}
@media (min-width:900px){.audit td:first-child{white-space:nowrap}}
`;
