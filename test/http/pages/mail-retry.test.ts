// Sending a mail again from its page and by the API: only to those who lack it.

import { expect, test } from 'vitest';
import { deliver } from '../../../src/service/notifications/deliver-notification.ts';
import { dueMails } from '../../../src/store/notifications/outbox.ts';
import { ringAlarm } from '../../support/tick.ts';
import { accessStage, bearer, OWN, tokenFor } from '../access/desk.ts';
import { line } from '../support.ts';

const on = accessStage();

test('a mail that was given up: button, API, once however often it is asked; who has it is not mailed again', async () => {
  await on.take(line('q1', 'customer_message', '2026-11-19T10:00:00+09:00', { shop: OWN }));
  const refused = [{ address: 'own@example.jp', code: 550, response: '5.1.1 no such user' }];
  on.mail.answers.push(() => ({ kind: 'refused', refused }));
  await ringAlarm(on.service);
  const page = await (await on.ask('/mails/1')).text();
  for (const words of ['届けられませんでした', '再送する', 'inquiry-sla mail retry 1']) expect(page).toContain(words);
  const headers = {
    ...bearer(await tokenFor(on, { shop: OWN, scope: 'read,act' })),
    'content-type': 'application/json',
  };
  const ask = (body: object) => on.ask('/v1/mails/1/retry', { method: 'POST', headers, body: JSON.stringify(body) });
  expect([(await ask({})).status, (await ask({})).status]).toEqual([200, 200]);
  for (const id of await dueMails(on.service.db, on.clock.now(), 20)) await deliver(on.service, id);
  const toOwner = on.mail.sent.filter(({ to }) => to.includes('own@example.jp'));
  expect(toOwner).toHaveLength(2);
  const again = await ask({});
  expect([again.status, await again.json()]).toMatchObject([409, { code: 'mail-delivered' }]);
});
