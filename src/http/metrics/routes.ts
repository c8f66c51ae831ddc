// /metrics for Prometheus: what the database knows of the whole service, and what this process knows of itself.
// With several http processes the former is the same in each, so it is taken with max, never summed up. While the
// database is away it answers 503, and Prometheus says `up` 0.

import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import { collectDefaultMetrics, Histogram, type Metric, Registry } from 'prom-client';
import type { Service } from '../../service/service.ts';
import type { HealthReader } from '../../service/status/health/read-health.ts';
import { createMeasures, type Measures } from '../../service/status/measure-service.ts';
import { needs } from '../access/needs.ts';
import type { AccessEnv } from '../access/principal.ts';
import type { HealthParts } from '../health.ts';
import { SERIES, type Series } from './series.ts';

const DURATIONS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

export interface Metrics {
  /** Measures every request by the pattern of its route; put it in front of everything. */
  readonly timed: MiddlewareHandler<AccessEnv>;
  routes(): Hono<AccessEnv>;
}

export function createMetrics(service: Service, health: HealthParts, reader: HealthReader): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const durations = new Histogram({
    name: 'inquiry_sla_http_request_duration_seconds',
    help: 'Time until an answer began, by method, pattern of the route and status.',
    labelNames: ['method', 'route', 'status'],
    buckets: DURATIONS,
    registers: [registry],
  });
  const measures = createMeasures(service, health, reader);
  for (const series of SERIES) registry.registerMetric(fromMeasures(series, measures));

  return {
    timed: async (c, next) => {
      const end = durations.startTimer({ method: c.req.method });
      await next();
      end({ route: patternOf(c), status: c.res.status });
    },
    routes: () =>
      new Hono<AccessEnv>().get('/metrics', needs('read', 'every-shop'), async (c) =>
        c.body(await registry.metrics(), 200, { 'content-type': registry.contentType }),
      ),
  };
}

/** A metric without a memory of its own. Its labels and values are those that were read. */
function fromMeasures({ name, help, type, read }: Series, measures: () => Promise<Measures>): Metric {
  const get = async () => ({ name, help, type, aggregator: 'first', values: read(await measures()) });
  return { name, get } as unknown as Metric;
}

/** `/shops/:shop`: never the path itself. Assets have their content in their names. */
function patternOf(c: Context): string {
  const route = matchedRoutes(c).findLast(({ method }) => method !== 'ALL');
  if (route === undefined) return 'none';
  return route.path.startsWith('/assets/') ? '/assets/:file' : route.path;
}
