// The style of what is open to customers.

export const PRESENCE_STYLE = `
.presence{margin:2px 0 6px;font-size:.9rem}
.presence summary{min-height:24px;width:fit-content}
.presence .fields{margin:6px 0}
`;
