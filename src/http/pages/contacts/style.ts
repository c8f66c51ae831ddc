// The style of a shop's contacts.

export const CONTACTS_STYLE = `
.contact{grid-template-columns:11rem minmax(0,1fr) auto}
.tried{padding:6px 0}
@media (max-width:560px){.contact{grid-template-columns:minmax(0,1fr)}}
`;
