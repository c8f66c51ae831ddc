// What the service knows of itself.

import type { Generated } from 'kysely';
import type { NullableTime, Time } from './columns.ts';

export interface MonitoringTables {
  worker_tick: { one: Generated<boolean>; at: Time };
  worker_gap: { from_at: Time; to_at: Time };
  service_sign: { name: 'source-tick' | 'clock-jump' | 'clock-far'; at: Time };
  daily_proof: {
    day: string;
    claimed_until: NullableTime;
    made_at: NullableTime;
    expected: Generated<number>;
    raised: Generated<number>;
    late: Generated<number>;
    missing: Generated<number>;
    surplus: Generated<number>;
    learned_late: Generated<number>;
    recounted: Generated<number>;
    slowest_ms: Generated<number>;
    examples: unknown;
    canary_ms: number | null;
  };
  canary: {
    day: string;
    began_at: Time;
    due_at: Time;
    raised_at: NullableTime;
    accepted_at: NullableTime;
    arrived_at: NullableTime;
    told_at: NullableTime;
  };
  counter: { name: CounterName; kind: string; detail: string; value: number };
}

export type CounterName = 'raised' | 'lateness' | 'lateness-ms' | 'mails';
