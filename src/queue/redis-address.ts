// Queue room, Redis: which servers a URL names. `redis://` is one server; `redis+sentinel://host:26379,host:26379/<master>`
// names sentinels, which say where the primary is; `redis+cluster://host,host` some nodes of a cluster. With `rediss+…` all
// of it is TLS. The URL standard knows no list of hosts, so they are taken apart before it is read.

export interface RedisAddress {
  readonly kind: 'single' | 'sentinel' | 'cluster';
  /** The URL with its first host only. */
  readonly url: URL;
  readonly nodes: readonly { readonly host: string; readonly port: number }[];
}

const LISTED = /^(rediss?\+(?:sentinel|cluster):\/\/(?:[^@/]*@)?)([^/?#]+)(.*)$/;
const PORTS = { single: 6379, sentinel: 26379, cluster: 6379 } as const;

/** Null when it is no URL of Redis. @throws RangeError a part is missing, or one host is none; it never repeats the URL */
export function redisAddressOf(text: string): RedisAddress | null {
  const listed = LISTED.exec(text);
  if (listed === null) {
    const url = URL.canParse(text) ? new URL(text) : null;
    if (url === null || !['redis:', 'rediss:'].includes(url.protocol)) return null;
    return { kind: 'single', url, nodes: [] };
  }
  const [, before, hosts, after] = listed as unknown as [string, string, string, string];
  const urls = hosts.split(',').map((host) => parsed(`${before}${host}${after}`));
  const url = urls[0]!;
  const kind = url.protocol.includes('sentinel') ? 'sentinel' : 'cluster';
  if (kind === 'sentinel' && masterOf(url).name === '')
    throw new RangeError("The queue's URL names no master: write redis+sentinel://host:26379,host:26379/<master>");
  if (kind === 'cluster' && !['', '/', '/0'].includes(url.pathname))
    throw new RangeError("The queue's URL names a database: a Redis cluster has only one, leave it out");
  const nodes = urls.map(({ hostname, port }) => ({
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? PORTS[kind] : Number(port),
  }));
  return { kind, url, nodes };
}

function parsed(text: string): URL {
  if (!URL.canParse(text))
    throw new RangeError("The queue's URL: one of its hosts is none; write host:port,host:port before the first slash");
  return new URL(text);
}

/** The master's name and the number of its database. */
export function masterOf({ pathname }: URL): { readonly name: string; readonly db: number } {
  const [, name = '', db = '0'] = pathname.split('/');
  return { name: decodeURIComponent(name), db: Number(db) || 0 };
}

/** User and password of the servers, as written in the URL. */
export function loginOf({ username, password }: URL): { readonly username?: string; readonly password?: string } {
  return {
    ...(username !== '' && { username: decodeURIComponent(username) }),
    ...(password !== '' && { password: decodeURIComponent(password) }),
  };
}
