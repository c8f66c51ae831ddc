// Queue room: BullMQ's own spans (a job added, taken, done), where somebody traces. Loaded only then.

import type { Telemetry } from 'bullmq';

/** What BullMQ's queues and workers report their spans to: the tracer that the process registered. */
export async function openTelemetry(): Promise<Telemetry> {
  const { BullMQOtel } = await import('bullmq-otel');
  return new BullMQOtel({ tracerName: 'inquiry-sla queue' });
}
