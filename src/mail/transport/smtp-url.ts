// SMTP_URL, checked, with only those query keys that choose how to connect, and the limits of the server.
// nodemailer lets the URL override every option, `logger=true` would print log-ins and mails to the console.

export interface SmtpUrl {
  readonly url: string;
  /** What must never be shown, as given and as decoded. */
  readonly secrets: readonly string[];
  readonly limits: SmtpLimits;
}

/** What one server may be asked for by one process. */
export interface SmtpLimits {
  readonly maxConnections: number;
  /** Messages over one connection; then another takes its place. */
  readonly maxMessages: number;
  /** Messages a second; null: as many as it takes. */
  readonly rateLimit: number | null;
}

const QUERY_KEYS = /^(name|requireTLS|ignoreTLS|opportunisticTLS|authMethod|localAddress|tls\..+)$/;

/** What the usual server takes from one client. */
const LIMITS: SmtpLimits = { maxConnections: 5, maxMessages: 100, rateLimit: null };
const MOST = { maxConnections: 100, maxMessages: 100_000, rateLimit: 10_000 } as const;

/**
 * Checks and cleans an SMTP URL.
 * @throws RangeError when it is none, or a limit in it is none; the message does not repeat it.
 */
export function parseSmtpUrl(text: string): SmtpUrl {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !['smtp:', 'smtps:'].includes(url.protocol) || url.hostname === '') {
    throw new RangeError('SMTP_URL is not of the form smtp://user:password@host:587 or smtps://user:password@host');
  }
  const limits = {
    maxConnections: limitOf(url, 'maxConnections') ?? LIMITS.maxConnections,
    maxMessages: limitOf(url, 'maxMessages') ?? LIMITS.maxMessages,
    rateLimit: limitOf(url, 'rateLimit'),
  };
  for (const key of [...url.searchParams.keys()]) if (!QUERY_KEYS.test(key)) url.searchParams.delete(key);
  return { url: url.href, secrets: secretsOf(url), limits };
}

function limitOf({ searchParams }: URL, name: keyof typeof MOST): number | null {
  const text = searchParams.get(name);
  if (text === null) return null;
  const limit = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (limit >= 1 && limit <= MOST[name]) return limit;
  throw new RangeError(`SMTP_URL: ${name} must be a whole number from 1 to ${MOST[name]}`);
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
