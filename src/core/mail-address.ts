// core: the form of a mail address, one for files, commands and the envelope (RFC 5321 4.1.2, and what mailboxes in
// Japan really are called: dots side by side or at the end of the local part).
// Mail programs write one address in several ways ("a..b."@docomo.ne.jp), so outcomes are matched without quotes.

/** Without a blank, a control character or what separates addresses; never a second way to write a header. */
const ATOM = String.raw`[^\s@<>(),;:"\\\[\]\p{Cc}]+`;
/** A blank, a comma or an @ between quotes is part of the name; angle brackets are not, they end an envelope's address. */
const QUOTED = String.raw`"(?:[^"\\<>\p{Cc}]|\\[^<>\p{Cc}])+"`;
const LITERAL = String.raw`\[(?:IPv6:)?[0-9A-Fa-f:.]+\]`;
const ADDRESS = new RegExp(`^(${ATOM}|${QUOTED})@(${ATOM}|${LITERAL})$`, 'iu');
const MAX_LENGTH = 254;
const MAX_LOCAL_OCTETS = 64;

export interface AddressParts {
  /** As written, with its quotes. */
  readonly local: string;
  readonly host: string;
}

/** The two sides of a plain address; null when it is none. */
export function addressParts(text: string): AddressParts | null {
  const [, local, host] = ADDRESS.exec(text) ?? [];
  if (local === undefined || host === undefined || text.length > MAX_LENGTH) return null;
  return utf8Length(local) > MAX_LOCAL_OCTETS ? null : { local, host };
}

/** The local part without what only guards it: "a..b." and a..b. name one mailbox, Owner and owner may be two. */
export function unquoted(local: string): string {
  return /^".*"$/su.test(local) ? local.slice(1, -1).replace(/\\(.)/gsu, '$1') : local;
}

function utf8Length(text: string): number {
  return [...text].reduce((sum, char) => {
    const code = char.codePointAt(0)!;
    return sum + (code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4);
  }, 0);
}
