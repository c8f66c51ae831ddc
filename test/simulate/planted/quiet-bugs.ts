// Bugs of what is muted and in hand.

import type { Bug } from './bug.ts';

export const QUIET_BUGS: readonly Bug[] = [
  {
    name: 'in-hand-and-told',
    what: 'the owner is told of what somebody has in hand',
    days: 7,
    changes: [
      {
        file: 'src/store/notifications/telling.ts',
        from: 'muted: () => isMuted(shop, ',
        to: 'muted: () => isSilenced(shop, ',
      },
      {
        file: 'src/store/notifications/telling.ts',
        from: "import { isMuted } from '../actions/mutes.ts';",
        to: "import { isSilenced } from '../actions/mutes.ts';",
      },
    ],
  },
  {
    name: 'mute-without-end',
    what: 'a mute that ran out holds back until somebody lifts it',
    days: 7,
    changes: [
      {
        file: 'src/store/actions/mutes.ts',
        from: '=> sql`m.lifted_at is null and m.until_at > ',
        to: '=> sql`m.lifted_at is null and m.made_at <= ',
      },
    ],
  },
  {
    name: 'taken-unseen',
    what: 'of two who take an inquiry in hand the second does not hear of the first',
    days: 3,
    changes: [
      {
        file: 'src/service/actions/take-in-hand.ts',
        from: 'if (standing !== null && standing.id !== (request.expected ?? null)) return isInHand(standing);',
        to: 'if (standing !== null && standing.id < (request.expected ?? 0)) return isInHand(standing);',
      },
    ],
  },
  {
    name: 'ops-are-muted',
    what: 'a mute holds back what ops are told',
    days: 7,
    changes: [
      {
        file: 'src/core/notifications/who-is-told.ts',
        from: "of: 'breach', inSpiteOf: ['muted', 'answered'] }",
        to: "of: 'breach', inSpiteOf: ['answered'] }",
      },
      {
        file: 'src/core/notifications/who-is-told.ts',
        from: "of: 'owner_alert', inSpiteOf: ['muted'] }",
        to: "of: 'owner_alert', inSpiteOf: [] }",
      },
    ],
  },
  {
    name: 'warned-all-the-same',
    what: 'staff are warned of what one of them has in hand',
    days: 7,
    changes: [
      {
        file: 'src/core/notifications/notice-rule.ts',
        from: 'isWarning && inHandBy !== null ? reachedFor(inHandBy) : null',
        to: "isWarning && inHandBy === '' ? reachedFor(inHandBy) : null",
      },
    ],
  },
];
