// trace: spans of what the service does, sent by OTLP over HTTP. Only opened when an endpoint is named; nothing of it is
// loaded before. A collector that is away must disturb nothing, so spans are dropped and closing has a limit.

import { type Attributes, DiagLogLevel, diag, SpanStatusCode, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';

export interface TracingOptions {
  /** The collector's base, such as `http://localhost:4318`; spans go to `/v1/traces` below it. */
  readonly endpoint: string;
  readonly version: string;
  readonly logger: { warn(fields: object, message: string): void };
}

export interface Tracing {
  /** Runs work inside a span; `work` may add attributes. An error is noted by its name alone and goes on. */
  run<T>(name: string, attributes: Attributes, work: (note: (more: Attributes) => void) => Promise<T>): Promise<T>;
  /** Sends what is left, at most two seconds long. Never rejects. */
  close(): Promise<void>;
}

const SERVICE = 'inquiry-sla';
const SEND_WITHIN_MS = 2_000;
const SEND_EVERY_MS = 5_000;

/** Opens tracing for this process: the spans of BullMQ go the same way. */
export function openTracing({ endpoint, version, logger }: TracingOptions): Tracing {
  sayTroubleOnce(logger);
  const exporter = new OTLPTraceExporter({
    url: `${endpoint.replace(/\/+$/, '')}/v1/traces`,
    timeoutMillis: SEND_WITHIN_MS,
  });
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': SERVICE, 'service.version': version }),
    spanProcessors: [
      new BatchSpanProcessor(exporter, { scheduledDelayMillis: SEND_EVERY_MS, exportTimeoutMillis: SEND_WITHIN_MS }),
    ],
  });
  provider.register();
  const tracer = provider.getTracer(SERVICE, version);

  return {
    run: (name, attributes, work) =>
      tracer.startActiveSpan(`${SERVICE}.${name}`, { attributes }, async (span) => {
        try {
          return await work((more) => span.setAttributes(more));
        } catch (error) {
          span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.name : 'error' });
          throw error;
        } finally {
          span.end();
        }
      }),
    close: async () => {
      await withTimeout(SEND_WITHIN_MS, provider.shutdown()).catch((error: Error) =>
        logger.warn({ reason: error.message }, 'the last spans were not sent'),
      );
      trace.disable();
      diag.disable();
    },
  };
}

/** A collector that is away fails again and again: one line is enough. */
function sayTroubleOnce(logger: TracingOptions['logger']): void {
  let told = false;
  const tell = (message: string): void => {
    if (!told) logger.warn({ reason: message.slice(0, 200) }, 'spans cannot be sent; the service goes on without');
    told = true;
  };
  const ignore = (): void => {};
  diag.setLogger({ error: tell, warn: tell, info: ignore, debug: ignore, verbose: ignore }, DiagLogLevel.WARN);
}

async function withTimeout(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
