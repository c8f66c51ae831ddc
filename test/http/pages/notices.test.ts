// Notices where people look: on the page of the inquiry in both languages, and in the API.

import { describe, expect, test } from 'vitest';
import { shopOf } from '../../support/service.ts';
import { ringAlarm } from '../../support/tick.ts';
import { fixture, line } from '../support.ts';

const SHOP = shopOf('sample-tea', {
  contacts: { staff: { mail: ['staff@example.jp'] } },
  policies: [
    {
      notices: [
        { at: 'flag', tell: ['staff', 'ops'] },
        { before: '1d', of: 'owner_alert', tell: ['staff'] },
        { before: '1d', of: 'breach', tell: ['staff'] },
      ],
    },
  ],
});

describe('the notices of an inquiry', () => {
  const on = fixture(() => [SHOP]);

  test('show to whom, when, and what became of each', async () => {
    // The flag was due today at 00:00; the warning before the alert could have gone out until yesterday 18:00.
    await on.take(line('i1', 'customer_message', '2026-11-24T10:00:00+09:00'));
    await ringAlarm(on.service);
    const page = await (await on.ask('/shops/sample-tea/inquiries/i1')).text();
    for (const words of [
      'staffへのお知らせ（1営業日経過の時点）: 送信済み',
      '運用担当へのお知らせ（1営業日経過の時点）: 送信済み',
      'staffへのお知らせ（2営業日経過の1営業日前）: 送信していません',
      '送信できる時間内に送信できなかったため、送信しません。',
      'staffへのお知らせ（3営業日超過の1営業日前）: 予定',
      '送信は 11/26(木) 17:45 から',
    ])
      expect(page).toContain(words);
    const english = await (await on.ask('/shops/sample-tea/inquiries/i1?lang=en')).text();
    expect(english).toContain('Notice to staff (1 business day before: 2 business days passed): not sent');
    const { episodes } = (await (await on.ask('/v1/shops/sample-tea/inquiries/i1')).json()) as {
      episodes: { notices: object[] }[];
    };
    expect(episodes[0]!.notices).toMatchObject([
      {
        key: 'before:1d:owner_alert',
        contact: 'staff',
        state: 'dropped',
        droppedWhy: 'late',
        toldAt: null,
        mail: null,
      },
      { key: 'at:flag', contact: 'ops', state: 'told', at: '2026-11-25T15:00:00.000Z' },
      { key: 'at:flag', contact: 'staff', state: 'told', sendAt: '2026-11-26T00:00:00.000Z' },
      { key: 'before:1d:breach', contact: 'staff', state: 'planned', at: '2026-11-26T09:00:00.000Z' },
    ]);
  });
});
