// core: why a notification did not go, in the reader's language.

import { describe, expect, test } from 'vitest';
import { unsentReasonInWords } from '../../../src/core/notifications/unsent-reasons.ts';

describe('why a notification did not go', () => {
  test.each([
    ['nothing to tell', 'お知らせすることがありません。'],
    ['staff is not told any more', 'staffは宛先から外れました。'],
    ['told again by mail 12', 'メール12でお知らせします。'],
    ['421 4.7.0 try again later', '421 4.7.0 try again later'],
    ['toString', 'toString'],
  ])('%s', (stored, japanese) => {
    expect(unsentReasonInWords(stored, 'ja')).toBe(japanese);
    expect(unsentReasonInWords(stored, 'en')).toBe(stored);
  });
});
