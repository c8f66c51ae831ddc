// Bugs of what is read from RMS, and of what a wrong clock leaves behind.

import type { Bug } from './bug.ts';

export const SOURCE_AND_CLOCK_BUGS: readonly Bug[] = [
  {
    name: 'reopening-unseen',
    what: 'what R-Messe does not show as completed any more stays completed',
    days: 3,
    changes: [
      {
        file: 'src/rms/inquiry-events.ts',
        from: 'if (known.completedOpen === null) return [];\n    return [{',
        to: 'if (known.completedOpen !== undefined) return [];\n    return [{',
      },
    ],
  },
  {
    name: 'known-by-number',
    what: 'a row of R-Messe that was read once is passed over whatever it says now',
    days: 3,
    changes: [
      {
        file: 'src/rms/row-print.ts',
        from: 'return known.get(day)?.get(key) === print;',
        to: 'return known.get(day)?.get(key) !== undefined && print !== null;',
      },
    ],
  },
  {
    name: 'told-unlooked',
    what: 'nobody looks into R-Messe once more before somebody is told of an inquiry',
    days: 7,
    changes: [
      {
        file: 'src/service/notifications/verify/verify-threads.ts',
        from: 'doubtful: (page, now) => doubtfulOf(service, page, now),',
        to: 'doubtful: async (page, now) => (now < 0 ? doubtfulOf(service, page, now) : new Map()),',
      },
    ],
  },
  {
    name: 'away-for-a-day',
    what: 'a clock that was set back keeps a shop away from RMS until it comes by again',
    days: 3,
    changes: [
      {
        file: 'src/rms/pacer.ts',
        from: 'if (now < lane.saidAt) {',
        to: 'if (now < 0) {',
      },
    ],
  },
  {
    name: 'broken-by-a-wrong-clock',
    what: 'a promise that was broken by a clock that was ahead stays broken',
    days: 3,
    changes: [
      {
        file: 'src/service/monitoring/detect-clock-set-back.ts',
        from: 'const unbroken = await takeBackBroken(db, now);',
        to: 'const unbroken = now < 0 ? await takeBackBroken(db, now) : 0;',
      },
    ],
  },
];
