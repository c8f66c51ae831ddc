// The stories of edited calendars with the queue in PostgreSQL.

import { describe } from 'vitest';
import { calendarStoriesOn } from './calendar-plots.ts';

describe('with the queue on PostgreSQL', () => calendarStoriesOn(null));
