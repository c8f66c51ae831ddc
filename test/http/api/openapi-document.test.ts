// The OpenAPI document: sound by the linter, and neither more nor less than the routes there are.

import { createConfig, lintFromString } from '@redocly/openapi-core';
import { describe, expect, test } from 'vitest';
import { guardedRoutes } from '../../../src/http/access/needs.ts';
import { createHttpApp } from '../../../src/http/http-app.ts';
import { silentLogger } from '../../support/database.ts';
import { fixture, HEALTHY } from '../support.ts';

interface Operation {
  readonly operationId: string;
  readonly description: string;
  readonly security: readonly object[];
  readonly responses: Readonly<Record<string, unknown>>;
}

interface Document {
  readonly openapi: string;
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

describe('GET /v1/openapi.json', () => {
  const on = fixture();
  const read = async () => (await (await on.ask('/v1/openapi.json')).json()) as Document;

  test('pleases the linter', async () => {
    const config = await createConfig({ extends: ['recommended'] });
    const found = await lintFromString({ source: await (await on.ask('/v1/openapi.json')).text(), config });
    expect(
      found.map(({ severity, ruleId, message, location }) => [severity, ruleId, message, location[0]?.pointer]),
    ).toEqual([]);
  });

  test('describes every route of the API, and no other', async () => {
    const { paths } = await read();
    const described = Object.entries(paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const app = createHttpApp({ service: on.service, health: HEALTHY, logger: silentLogger });
    const served = guardedRoutes(app)
      .filter(({ path }) => /^\/(v1\/|healthz|readyz)/.test(path))
      .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`);
    expect(described.sort()).toEqual(served.sort());
  });

  test('says which scope a route needs, and that health needs none', async () => {
    const { paths, openapi, servers } = await read();
    expect([openapi, servers]).toEqual(['3.1.0', [{ url: 'https://sla.example.jp' }]]);
    const list = paths['/v1/shops/{shop}/inquiries']!.get!;
    expect(list.description).toContain('Scope: `read` for this shop.');
    expect(list.security).toEqual([{ bearer: [] }, { session: [] }]);
    expect(Object.keys(list.responses)).toEqual(['200', '304', '400', '401', '403', '404', '421', '429', '500', '503']);
    expect(paths['/readyz']!.get!.security).toEqual([]);
  });

  test('is not sent again to who has it', async () => {
    const first = await on.ask('/v1/openapi.json');
    const again = await on.ask('/v1/openapi.json', { headers: { 'if-none-match': first.headers.get('etag')! } });
    expect([again.status, await again.text()]).toEqual([304, '']);
  });
});
