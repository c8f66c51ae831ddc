import { describe, expect, test } from 'vitest';
import { formatDuration } from '../../../src/config/input/duration.ts';
import { firstFit, policyRule } from '../../../src/config/input/policy.ts';
import { choosePolicy } from '../../../src/config/input/shop-settings.ts';
import type { Fault } from '../../../src/config/values/faults.ts';
import { place } from '../../../src/config/values/readers.ts';
import type { Policy } from '../../../src/core/model.ts';
import { DEFAULT_POLICY } from '../../../src/core/steps/counting.ts';

function parsePolicy(value: unknown, hasHours: boolean): { policy: Policy } | { faults: readonly Fault[] } {
  const at = place(['policy']);
  const rule = policyRule({ calendars: new Map([['shop', { hasHours, neverStops: false }]]), contacts: null })(
    value,
    at,
  );
  return rule ? { policy: rule.policy } : { faults: at.faults };
}

function messages(value: unknown, hasHours = false): string[] {
  const read = parsePolicy(value, hasHours);
  return 'faults' in read ? read.faults.map(({ message }) => message) : [];
}

describe('reading a policy', () => {
  test('an empty one is the default policy', () => {
    expect(parsePolicy({}, false)).toEqual({ policy: DEFAULT_POLICY });
  });

  test('hours and minutes may be mixed, counted in opening hours', () => {
    const read = parsePolicy({ flagAfter: '60m', mailOwnerAfter: '121m', breachAfter: '3h', channel: 'chat' }, true);
    expect(read).toMatchObject({
      policy: {
        after: { flag: { openMs: 3_600_000 }, owner_alert: { openMs: 7_260_000 }, breach: { openMs: 10_800_000 } },
      },
    });
  });

  test.each([
    [{ flagAfter: '60m', mailOwnerAfter: '1h', breachAfter: '3h' }, 'policy.mailOwnerAfter'],
    [{ flagAfter: '3d', mailOwnerAfter: '2d', breachAfter: '2d' }, 'policy.mailOwnerAfter'],
    [{ flagAfter: '1d', mailOwnerAfter: '2d', breachAfter: '3h' }, 'policy.breachAfter'],
    [{ breachAfter: '2d' }, 'policy.breachAfter'],
    [{ flagAfter: '-1d' }, 'policy.flagAfter'],
    [{ flagAfter: '1.5d' }, 'policy.flagAfter'],
    [{ flagAfter: ' 1d' }, 'policy.flagAfter'],
    [{ flagAfter: '1001d' }, 'policy.flagAfter'],
    [{ flagAfter: null }, 'policy.flagAfter'],
    [{ counting: 'calendar-days' }, 'policy.counting'],
    [{ channel: '' }, 'policy.channel'],
    [{ channel: 7 }, 'policy.channel'],
    [null, 'policy'],
  ])('%j is refused at %s', (value, path) => {
    expect(messages(value, true)[0]?.split(':')[0]).toBe(path);
  });

  test('hours without opening hours are refused, whatever else is right', () => {
    expect(messages({ flagAfter: '1h', mailOwnerAfter: '2h', breachAfter: '3h' })).toEqual([
      'policy.flagAfter: found flagAfter 1h; allowed: days, since the calendar gives no `hours`',
    ]);
  });

  test.each(['1d', '30m', '2h', '90m'])('%s is written as it was read', (text) => {
    const read = parsePolicy({ flagAfter: text, mailOwnerAfter: text, breachAfter: text }, true);
    expect('faults' in read && read.faults.length).toBe(2);
    const fine = parsePolicy(
      { flagAfter: text, mailOwnerAfter: text.replace(/\d+/, '500'), breachAfter: text.replace(/\d+/, '600') },
      true,
    );
    expect('policy' in fine && formatDuration(fine.policy.after.flag)).toBe(text);
  });
});

describe('choosing among the policies of a shop', () => {
  const policy = (days: number) => ({ ...DEFAULT_POLICY, after: { ...DEFAULT_POLICY.after, flag: { days } } });
  const rules = [
    { channel: 'chat', type: '商品問い合わせ', policy: policy(4) },
    { channel: 'chat', policy: policy(5) },
    { category: '配送', policy: policy(6) },
  ];

  test('the first that fits in every trait it names wins', () => {
    expect(firstFit(rules, { channel: 'chat', type: '商品問い合わせ' })).toEqual(policy(4));
    expect(firstFit(rules, { channel: 'chat', category: '配送' })).toEqual(policy(5));
    expect(firstFit(rules, { channel: 'r-messe', category: '配送' })).toEqual(policy(6));
  });

  test('without one that fits it is the default policy', () => {
    expect(choosePolicy({ policies: rules }, { channel: 'r-messe' })).toEqual(DEFAULT_POLICY);
  });
});
