// Bugs of what is read from outside calendars.

import type { Bug } from './bug.ts';

export const FEED_BUGS: readonly Bug[] = [
  {
    name: 'taken-without-a-word',
    what: 'an outside calendar that suddenly closes nothing, or much, counts without a person having looked at it',
    days: 3,
    changes: [
      {
        file: 'src/service/outside-calendars/store-imported-calendar.ts',
        from: 'if (doubt !== null) {',
        to: 'if (doubt !== null && now < 0) {',
      },
    ],
  },
];
