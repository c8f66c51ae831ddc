// cli: the doctor's look at the running service, by what the database knows of all its processes: whether somebody
// watches and reads, and what waits for a person. The same judgement as the header of every page.

import type { Logger } from 'pino';
import type { Config } from '../../config/load.ts';
import type { Bilingual } from '../../core/model.ts';
import { openZone } from '../../core/time/zone.ts';
import { type Health, isWorking, type MatterKind } from '../../service/status/health/matters.ts';
import { createHealthReader } from '../../service/status/health/read-health.ts';
import { matterInWords } from '../../service/status/health/words.ts';
import type { Database } from '../../store/database.ts';
import type { DatabaseClock } from '../../store/database-clock.ts';
import type { Check } from './doctor-check.ts';

const REMEDIES: Partial<Record<MatterKind, Bilingual>> = {
  database: {
    ja: '動いてはいますが、遅いかロックされています。データベースのログを確認してください',
    en: 'it is there, but slow or locked: look at its log',
  },
  worker: {
    ja: '起動してください: inquiry-sla start（役割 worker）',
    en: 'start one: inquiry-sla start, with the role worker',
  },
  reader: {
    ja: '起動してください: inquiry-sla start（役割 source）',
    en: 'start one: inquiry-sla start, with the role source',
  },
  unknown: {
    ja: '理由は下の店舗の行と /system の画面にあります',
    en: 'the lines of the shops below, and the page /system, say why',
  },
  broken: { ja: '確認: inquiry-sla check', en: 'see: inquiry-sla check' },
  held: {
    ja: '確認: inquiry-sla apply --dry-run、適用: inquiry-sla apply --yes',
    en: 'look with inquiry-sla apply --dry-run, put in force with inquiry-sla apply --yes',
  },
  undeliverable: {
    ja: '/mails?state=undeliverable の画面で確認してください',
    en: 'see the page /mails?state=undeliverable',
  },
  'calendar-held': {
    ja: '確認: inquiry-sla calendar sources <店舗>、適用: inquiry-sla calendar accept <店舗>',
    en: 'look with inquiry-sla calendar sources <shop>, then inquiry-sla calendar accept <shop>',
  },
  clock: { ja: '時計をNTPで合わせてください', en: 'set the clocks by NTP' },
};
const SEE_SYSTEM: Bilingual = { ja: '/system の画面で確認してください', en: 'see the page /system' };
/** The doctor has a line of its own for it. */
const ELSEWHERE: readonly MatterKind[] = ['proof-differs'];

export interface ServiceParts {
  readonly db: Database;
  readonly clock: DatabaseClock;
  /** Of service.yaml the zone alone. */
  readonly config: { readonly service: Pick<Config['service'], 'timeZone'>; readonly shops: Config['shops'] };
  readonly logger: Logger;
}

/** The worker first, then a line for each thing that is not well. */
export async function* checkService(parts: ServiceParts): AsyncGenerator<Check> {
  const reader = createHealthReader(parts, {
    // The doctor asks these himself.
    queue: () => ({ connected: true, error: null }),
    mail: () => ({ ok: true, reason: null }),
  });
  const health = await reader.ask();
  if (isWorking(health.facts)) yield { name: 'worker', state: 'ok', words: watchedInWords(health) };
  const reading = { now: health.now, zone: openZone(parts.config.service.timeZone) };
  for (const matter of health.matters) {
    if (ELSEWHERE.includes(matter.kind)) continue;
    yield {
      name: matter.kind,
      state: matter.kind === 'database' ? 'unreachable' : 'fault',
      words: { ja: matterInWords(matter, 'ja', reading), en: matterInWords(matter, 'en', reading) },
      todo: REMEDIES[matter.kind] ?? SEE_SYSTEM,
    };
  }
}

function watchedInWords({ facts, now }: Health): Bilingual {
  const seconds = Math.round(Math.max(0, now - (facts.stored?.workerAt ?? now)) / 1_000);
  return { ja: `期限の監視処理（最終実行） ${seconds}秒前`, en: `deadlines were watched ${seconds} s ago` };
}
