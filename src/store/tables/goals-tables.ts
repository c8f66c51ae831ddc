// What days came to for goals, and what owners were warned of.

import type { GeneratedAlways } from 'kysely';
import type { GoalWarningKind } from '../../core/goals/warnings.ts';
import type { Id, NullableTime, Time } from './columns.ts';

export interface GoalsTables {
  goal_day: {
    shop: string;
    day: number;
    flag_met: number;
    flag_late: number;
    owner_alert_met: number;
    owner_alert_late: number;
    breach_met: number;
    breach_late: number;
    answered: number;
    answer_ms: Id;
    episodes: number[];
  };
  goal_mark: { shop: string; id: GeneratedAlways<number>; episode_id: Id; started_at: Time };
  goal_zone: { shop: string; zone: string };
  goal_warning: { shop: string; goal: string; kind: GoalWarningKind; made_at: Time; over_at: NullableTime };
}
