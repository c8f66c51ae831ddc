// Who can be told by name (RULES.md 9): owner and ops always, others as a shop's file names them.

/** Always there to be told; no contact of a file may be called so. */
export const RESERVED_CONTACTS: readonly string[] = ['owner', 'ops'];

/** The contact whose warnings about an inquiry in hand go to whoever has it. */
export const STAFF = 'staff';
