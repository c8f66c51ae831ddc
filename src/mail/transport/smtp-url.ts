// SMTP_URL, checked, with only those query keys that choose how to connect.
// Trap: nodemailer lets the URL override every option, `logger=true` would print log-ins and mails to the console.

export interface SmtpUrl {
  readonly url: string;
  /** What must never be shown, as given and as decoded. */
  readonly secrets: readonly string[];
}

const QUERY_KEYS = /^(name|requireTLS|ignoreTLS|opportunisticTLS|authMethod|localAddress|tls\..+)$/;

/**
 * Checks and cleans an SMTP URL.
 * @throws RangeError when it is none; the message does not repeat it.
 */
export function parseSmtpUrl(text: string): SmtpUrl {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !['smtp:', 'smtps:'].includes(url.protocol) || url.hostname === '') {
    throw new RangeError('SMTP_URL is not of the form smtp://user:password@host:587 or smtps://user:password@host');
  }
  for (const key of [...url.searchParams.keys()]) if (!QUERY_KEYS.test(key)) url.searchParams.delete(key);
  return { url: url.href, secrets: secretsOf(url) };
}

function secretsOf({ username, password }: URL): string[] {
  if (password === '') return [];
  const plain = decode(password);
  const base64 = [plain, `\u0000${decode(username)}\u0000${plain}`].map((one) => Buffer.from(one).toString('base64'));
  return [password, plain, ...base64];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
