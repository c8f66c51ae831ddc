// core: random threads heavy in ties, deletions, reopenings and copies against the slow reference of RULES.md 2.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EventType, InquiryEvent } from '../../../src/core/model.ts';
import { deriveThread } from '../../../src/core/steps/episodes.ts';
import { referenceThread } from './reference-thread.ts';

const type = fc.oneof(
  { weight: 5, arbitrary: fc.constant<EventType>('customer_message') },
  { weight: 3, arbitrary: fc.constant<EventType>('shop_reply') },
  { weight: 1, arbitrary: fc.constant<EventType>('auto_reply') },
  { weight: 5, arbitrary: fc.constant<EventType>('completed') },
  { weight: 5, arbitrary: fc.constant<EventType>('reopened') },
  { weight: 5, arbitrary: fc.constant<EventType>('message_deleted') },
);

const event = fc
  .record({ type, number: fc.nat(5), at: fc.nat(8), target: fc.nat(5), seq: fc.option(fc.nat(3)), copied: fc.nat(9) })
  .map(({ type: kind, number, at, target, seq, copied }): InquiryEvent => {
    // Mostly an id of its own; one in ten copies whatever else has the id.
    const id = copied === 0 ? `e${number}` : `${kind === 'customer_message' ? 'e' : kind[0]}${number}`;
    return {
      type: kind,
      id,
      at,
      ...(kind === 'message_deleted' && { message: `e${target}` }),
      ...(seq !== null && { seq }),
    };
  });

test('the core says what the reference says, at any time', () => {
  const seen = { reopened: 0, deleted: 0, several: 0 };
  fc.assert(
    fc.property(fc.array(event, { maxLength: 12, size: 'max' }), fc.nat(9), (events, now) => {
      const thread = deriveThread(events, now);
      expect(thread).toEqual(referenceThread(events, now));
      if (thread.episodes.some(({ pauses }) => pauses.length > 0)) seen.reopened++;
      if (thread.episodes.some(({ endedBy }) => endedBy === 'message_deleted')) seen.deleted++;
      if (thread.episodes.length > 1) seen.several++;
    }),
    { numRuns: 7_500 },
  );
  for (const times of Object.values(seen)) expect(times).toBeGreaterThan(150);
});
