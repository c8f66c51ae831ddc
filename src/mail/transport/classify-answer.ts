// What a mail server's answer is about: this recipient, a while, or us (RFC 3463, MAIL.md 14). The enhanced status
// code decides first, the words only where it leaves the question open.
// 5xx only says "not now, not like this"; most servers also say so of full mailboxes and of our own daily limit.

/** Where the answer came: to a recipient, to the sender, or to DATA and the end of the message. */
export type AnswerStage = 'recipient' | 'sender' | 'message';

/**
 * `recipient`: this address will never take it. `policy`: a rule refuses it, for this address unless many shops' get the
 * same. `passing`: it may be taken later. `limit`: we have sent too much for now, it passes by itself. `ours`: no mail
 * passes until our settings, or our standing with the server, are mended.
 */
export type AnswerVerdict = 'recipient' | 'policy' | 'passing' | 'limit' | 'ours';

/** The reply code and the server's whole text, also of several lines. */
export interface ServerAnswer {
  readonly code: number;
  readonly text: string;
}

/** Class, subject and detail: 5.7.1. */
export interface EnhancedCode {
  readonly subject: number;
  readonly detail: number;
  readonly permanent: boolean;
}

const TRY_AGAIN = /\btry(ing)? (it |this )?(again )?(later|again)\b|\bretry later\b/iu;
const LIMIT =
  /\b(daily|hourly|monthly|sending|rate)\b[^.\n]{0,40}\b(limits?|quota)\b|\b(limits?|quota)\b[^.\n]{0,40}\b(daily|hourly|per (day|hour|minute)|today|24 hours)\b|\bthrottl|\btoo many (messages|mails|e-?mails)\b/iu;
const ABOUT_US =
  /\bnot (yet )?verified\b|\bunverified (sender|address|domain|identity)|\bnot (allowed|authori[sz]ed|permitted)\b[^.\n]{0,40}\bto send\b|\bnot (allowed|authori[sz]ed|permitted)\b[^.\n]{0,20}\b(sender|from)\b|\bsend(ing)?[ -]?as\b|SendAsDenied|\bsender\b[^.\n]{0,80}\b(rejected|refused|denied|not (allowed|owned|authori[sz]ed|permitted))|\bnot (your( own)?|owned by) (e-?mail )?(address|user)|\bauthentication (is )?required\b|\brelay(ing)?\b[^.\n]{0,20}\b(denied|not (permitted|allowed))/iu;
const NOBODY_THERE =
  /\b(no such|unknown|invalid|nonexistent|non-existent)\b[^.\n]{0,20}\b(user|mailbox|recipient|address|account)|\b(user|mailbox|recipient|address|account)\b[^.\n]{0,30}\b(unknown|not found|(does not|doesn['’]t) exist|not exist|no longer (exists|available))/iu;

/** Servers may send 1 MB. */
const LOOKED_AT = 8_192;

/** The enhanced status code of an answer: behind the reply code, or anywhere in the words; null when there is none. */
export function enhancedCodeOf(text: string): EnhancedCode | null {
  const lines = text.split(/\r?\n/).map((line) => line.replace(/^\d{3}(?:[ -]|$)/u, ''));
  const leading = lines.map((line) => /^\s*([245])\.(\d{1,3})\.(\d{1,3})(?![.\d])/u.exec(line)).find(Boolean);
  // An IP address, a version or a time is none.
  const inside = () => /(?<![\w.])([245])\.(\d{1,3})\.(\d{1,3})(?![\w]|\.\d)/u.exec(lines.join('\n'));
  const found = leading ?? inside();
  if (!found) return null;
  return { subject: Number(found[2]), detail: Number(found[3]), permanent: found[1] === '5' };
}

/** Whose fault the answer names, and whether waiting helps. 4xx and 503 always pass. */
export function classifyAnswer(answer: ServerAnswer, stage: AnswerStage): AnswerVerdict {
  const { code } = answer;
  const text = answer.text.slice(0, LOOKED_AT);
  if (code === 530) return 'ours';
  const enhanced = enhancedCodeOf(text);
  const isLimited = isLimit(enhanced, text);
  if (code < 500 || code === 503 || enhanced?.permanent === false) return isLimited ? 'limit' : 'passing';
  if (enhanced !== null && isAboutUs(enhanced)) return 'ours';
  if (isLimited) return 'limit';
  return stage === 'recipient' ? toRecipient(enhanced, text) : toMessage(enhanced, text);
}

/** The sender's address is invalid, its system unknown, or we may not send as it. */
function isAboutUs({ subject, detail }: EnhancedCode): boolean {
  return (subject === 1 && (detail === 7 || detail === 8)) || (subject === 2 && detail === 252);
}

/** Microsoft says 5.1.90 of a sender's daily limit; what else is about addresses and mailboxes is not about us. */
function isLimit(enhanced: EnhancedCode | null, text: string): boolean {
  if (enhanced?.subject === 1) return enhanced.detail === 90;
  return enhanced?.subject !== 2 && LIMIT.test(text);
}

function toRecipient(enhanced: EnhancedCode | null, text: string): AnswerVerdict {
  if (enhanced === null) return !TRY_AGAIN.test(text) && NOBODY_THERE.test(text) ? 'recipient' : 'passing';
  const { subject, detail } = enhanced;
  if (subject === 1 || (subject === 2 && detail === 1)) return 'recipient';
  if (TRY_AGAIN.test(text)) return 'passing';
  return subject === 5 || subject === 7 ? 'policy' : 'passing';
}

/** Names no recipient, so it gives nobody up. */
function toMessage(enhanced: EnhancedCode | null, text: string): AnswerVerdict {
  if (TRY_AGAIN.test(text)) return 'passing';
  return enhanced?.subject === 7 || ABOUT_US.test(text) ? 'ours' : 'passing';
}
