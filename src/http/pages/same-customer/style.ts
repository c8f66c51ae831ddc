// The style of the same customer: what else they asked, and rows that stand beneath the first.

export const SAME_CUSTOMER_STYLE = `
.same-customer ul{margin:6px 0 10px}
.same-customer li{padding:2px 0;overflow-wrap:anywhere}
.list .same-as{margin-right:6px;padding-left:0}
.list .beneath th{padding-left:20px}
@media (max-width:899px){.list tbody tr.beneath{padding-left:24px}.list .beneath th{padding-left:0}}
`;
