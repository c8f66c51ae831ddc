// The stories with the queue in Redis.

import { describeWithRedis } from '../support/redis.ts';
import { storiesOn } from './plots.ts';

describeWithRedis('with the queue on Redis', ({ url }) => storiesOn(url));
