// The stories of edited calendars with the queue in Redis.

import { describeWithRedis } from '../support/redis.ts';
import { calendarStoriesOn } from './calendar-plots.ts';

describeWithRedis('with the queue on Redis', ({ url }) => calendarStoriesOn(url));
