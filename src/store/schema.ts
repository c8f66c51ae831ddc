// The tables as Kysely sees them (migrations/ is the truth; test/store/schema.test.ts holds this against it). Each
// capability's tables, and the words in their columns, stand in tables/.

import type { Kysely, Transaction } from 'kysely';
import type { AccessTables } from './tables/access-tables.ts';
import type { ActionsTables } from './tables/actions-tables.ts';
import type { AuditTables } from './tables/audit-tables.ts';
import type { CalendarTables } from './tables/calendar-tables.ts';
import type { ConfigurationTables } from './tables/configuration-tables.ts';
import type { GoalsTables } from './tables/goals-tables.ts';
import type { IntakeTables } from './tables/intake-tables.ts';
import type { MonitoringTables } from './tables/monitoring-tables.ts';
import type { NotificationsTables } from './tables/notifications-tables.ts';
import type { PresenceTables } from './tables/presence-tables.ts';
import type { RetentionTables } from './tables/retention-tables.ts';
import type { SameCustomerTables } from './tables/same-customer-tables.ts';
import type { StepsTables } from './tables/steps-tables.ts';

export interface Schema
  extends ConfigurationTables,
    IntakeTables,
    StepsTables,
    NotificationsTables,
    CalendarTables,
    ActionsTables,
    MonitoringTables,
    GoalsTables,
    PresenceTables,
    RetentionTables,
    SameCustomerTables,
    AccessTables,
    AuditTables {}

/** A connection pool or a transaction: reads and single statements take either. */
export type Db = Kysely<Schema>;
/** Several statements that must hold together, or row locks, ask for a transaction by type. */
export type Trx = Transaction<Schema>;
