// Queue room: errors in words that may be logged. Error objects of ioredis carry the AUTH command with the
// password in it, and a TypeError of `new URL` carries the whole URL, so only this text ever reaches a log.

export type Describe = (error: unknown) => string;

/** A describer that gives code and message of an error and blots out every secret of the queue's URL. */
export function describer(secrets: readonly string[]): Describe {
  const known = secrets.filter((secret) => secret !== '');
  return (error) => {
    const text = known.reduce((words, secret) => words.replaceAll(secret, '***'), inWords(error));
    const hint = HINTS.find(([said]) => said.test(text));
    return hint === undefined ? text : `${text}; ${hint[1]}`;
  };
}

/** What a server's refusal means for whoever set QUEUE_URL. */
const HINTS: readonly (readonly [RegExp, string])[] = [
  [/WRONGPASS|NOAUTH|28P01|password authentication/, 'check user and password in QUEUE_URL'],
  [
    /^OOM|used memory > 'maxmemory'/,
    'Redis is full: give it more memory (maxmemory), with maxmemory-policy noeviction',
  ],
  [/READONLY/, 'this Redis is a read-only replica: name the primary server in QUEUE_URL'],
  [/CROSSSLOT|MOVED/, 'Redis runs in cluster mode: write redis+cluster:// in QUEUE_URL'],
  [/NOPERM/, 'the user of QUEUE_URL may not do this: give it all commands on the keys bull:* (in a cluster {bull}:*)'],
  [
    /unsupported startup parameter|pgbouncer|prepared statement|transaction pool/i,
    'PgBouncer passes no LISTEN: set QUEUE_URL to Redis, or to PostgreSQL itself beside the pooler',
  ],
];

/** The secrets inside a connection URL, as written there and decoded. */
export function secretsOf(url: URL): string[] {
  const written = [
    url.password,
    url.searchParams.get('password') ?? '',
    url.searchParams.get('sentinelPassword') ?? '',
  ];
  return [...new Set([...written, ...written.map(decoded)])];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function inWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // A host with two addresses fails with an AggregateError whose own message is empty.
  const first = error instanceof AggregateError ? error.errors[0] : undefined;
  const message = error.message || (first instanceof Error ? first.message : error.name);
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' && !message.includes(code) ? `${code}: ${message}` : message;
}
