// HTTP requests as the OpenAPI document writes them, and not quite; pages too. The answer is one that the document names,
// a problem says where and what is allowed, and a refused request leaves everything as it was.

import fc from 'fast-check';
import { guardedRoutes } from '../../../src/http/access/needs.ts';
import { unclear } from '../answers.ts';
import { bytesOf } from '../odd.ts';
import { openPrint, type Place } from '../place.ts';
import { type OpenedTarget, opened } from '../target.ts';
import { type Desk, fill, openDesk, SHOP_FILE, SHOP_YAML } from './desk.ts';
import { type Document, formOf, type OddRequest, pageOf, requestOf } from './odd-requests.ts';

/** A page of Server-Sent Events does not end by itself. */
const ENDLESS = /live|stream/;
/** Without a queue there is nothing to look into, and it says so. */
const MAY_BE_AWAY = /^\/system\/queues/;

export async function openRequestsTarget(place: Place): Promise<OpenedTarget> {
  const desk = await openDesk(place);
  await fill(desk);
  const print = await openPrint(desk.db);
  const document = (await (await desk.app.request('/v1/openapi.json')).json()) as Document;
  const described = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => requestOf(document, method.toUpperCase(), path, operation)),
  );
  const pages = guardedRoutes(desk.app)
    .filter(({ method, path }) => method === 'GET' && !path.startsWith('/v1/') && !ENDLESS.test(path))
    .map(({ path }) => pageOf(path));
  const forms = guardedRoutes(desk.app)
    .filter(({ method, path }) => method === 'POST' && !path.startsWith('/v1/'))
    .map(({ path }) => formOf(path));
  return opened({
    inputs: fc.oneof(
      { weight: 6, arbitrary: fc.oneof(...described) },
      { weight: 3, arbitrary: fc.oneof(...pages) },
      { weight: 1, arbitrary: fc.oneof(...forms) },
    ),
    check: (request) => checkRequest(desk, print, request),
    close: async () => {},
  });
}

/** What an earlier request edited. */
async function restore(desk: Desk): Promise<void> {
  if (desk.read(SHOP_FILE) === SHOP_YAML) return;
  desk.write(SHOP_FILE, SHOP_YAML);
  await desk.reloader.reload();
}

async function checkRequest(desk: Desk, print: () => Promise<string>, request: OddRequest): Promise<string | null> {
  const { method, path, allowed } = request;
  // Two slashes would name a host.
  const url = `http://127.0.0.1/${path.replace(/^\/+/, '')}`;
  await restore(desk);
  const before = await print();
  const answer = await desk.app.request(url, {
    method,
    headers: request.headers,
    ...(request.body !== null && { body: bytesOf(request.body) }),
  });
  if (ENDLESS.test(answer.headers.get('content-type') ?? '')) return null;
  const said = await answer.text();
  const { status } = answer;
  // A path with another form leads to another route, which the document describes elsewhere.
  const isRoute = allowed === null || allowed.includes(status) || status === 404 || status === 405;
  if (status >= 500 && !(status === 503 && MAY_BE_AWAY.test(path)))
    return `answered with ${status}: ${said.slice(0, 300)}`;
  if (!isRoute) return `answered with ${status}, which the document does not name: ${said.slice(0, 300)}`;
  const isRefused = status >= 400 || method === 'GET' || method === 'HEAD';
  if (isRefused && desk.read(SHOP_FILE) !== SHOP_YAML) return `answered with ${status}, and the shop's file is another`;
  const kept = status < 400 ? withoutAudit : (stored: string) => stored;
  if (isRefused && kept(await print()) !== kept(before)) return `answered with ${status}, and the database is another`;
  if (status < 400 || !path.startsWith('/v1/')) return null;
  return wrongProblem(answer.headers.get('content-type'), said);
}

/** Who exports is written down, though the request is a GET. */
const withoutAudit = (print: string): string =>
  JSON.stringify((JSON.parse(print) as { name: string }[]).filter(({ name }) => name !== 'audit_entry'));

function wrongProblem(type: string | null, said: string): string | null {
  if (type !== 'application/problem+json') return `a refusal that is no problem document: ${type}`;
  const { code, detail } = JSON.parse(said) as { code?: unknown; detail?: unknown };
  if (typeof code !== 'string' || !/^[a-z][a-z0-9-]*/.test(code))
    return `a problem with the code ${JSON.stringify(code)}`;
  return typeof detail === 'string' ? unclear(detail) : 'a problem without a detail';
}
