// The stories with the queue in PostgreSQL.

import { describe } from 'vitest';
import { storiesOn } from './plots.ts';

describe('with the queue on PostgreSQL', () => storiesOn(null));
