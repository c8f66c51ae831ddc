// bench: the fake RMS of mall-rms.ts in a process of its own: `mall-rms-server <inquiries a day and shop>`. It prints
// its address and ends when its input does; `/seen` says what was asked of it since the last time.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json, parseQueryDate } from '../../../src/demo/fake-rms/wire-format.ts';
import { numbersIn, rowAt } from './mall-rms.ts';

const inquiriesADay = Number(process.argv[2]);
const lastAsked = new Map<string, number>();
let seen = { requests: 0, closest: Number.POSITIVE_INFINITY, shops: new Set<string>() };

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://fake.invalid');
  const send = (value: unknown) => {
    const bytes = Buffer.from(typeof value === 'string' ? value : json(value).body);
    response.writeHead(200, { 'content-type': 'application/json;charset=UTF-8', 'content-length': bytes.length });
    response.end(bytes);
  };
  if (url.pathname === '/seen') {
    send({ ...seen, shops: seen.shops.size });
    seen = { requests: 0, closest: Number.POSITIVE_INFINITY, shops: new Set() };
    return;
  }
  const [secret, key] = Buffer.from(String(request.headers.authorization).slice(4), 'base64').toString().split(':');
  note(key!);
  if (url.pathname.endsWith('/expiry-date')) return void send({ expiryDate: '2036-01-01T23:59:59' });
  if (!url.pathname.endsWith('/inquiries')) return void send({ result: null });
  send(page(Number(secret), url.searchParams));
});

function note(shop: string): void {
  const now = performance.now();
  const before = lastAsked.get(shop);
  if (before !== undefined) seen.closest = Math.min(seen.closest, now - before);
  lastAsked.set(shop, now);
  seen.requests++;
  seen.shops.add(shop);
}

function page(shopId: number, query: URLSearchParams): object {
  const now = Date.now();
  const [from, to] = [parseQueryDate(query.get('fromDate'))!, parseQueryDate(query.get('toDate'))!];
  const limit = Number(query.get('limit'));
  const range = numbersIn({ shopId, inquiriesADay }, from, Math.min(to, now));
  if (range === null) return { totalCount: 0, totalPageCount: 0, page: 1, list: [] };
  const [first, last] = range;
  const newest = last - (Number(query.get('page')) - 1) * limit;
  const count = Math.max(0, Math.min(limit, newest - first + 1));
  const list = Array.from({ length: count }, (_, n) => rowAt({ shopId, inquiriesADay }, newest - n, now));
  const totalCount = last - first + 1;
  return { totalCount, totalPageCount: Math.ceil(totalCount / limit), page: Number(query.get('page')), list };
}

server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
process.stdin.on('end', () => process.exit(0)).resume();
