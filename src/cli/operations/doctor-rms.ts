// cli: the doctor's check of one shop's access to RMS: reached, let in, and until when. Never shows a secret.

import type { Environment } from '../../config/environment.ts';
import type { ShopConfig } from '../../config/input/shop-settings.ts';
import type { Config } from '../../config/load.ts';
import type { Bilingual, Language } from '../../core/model.ts';
import { formatLocal } from '../../core/time/format.ts';
import { openZone } from '../../core/time/zone.ts';
import { createRmsClient } from '../../rms/client.ts';
import { countInquiries } from '../../rms/inquiry-api.ts';
import { licenceWarning } from '../../rms/licence.ts';
import { isRmsError } from '../../rms/rms-error.ts';
import { failureInWords } from '../../service/monitoring/incident-causes.ts';
import { systemClock } from '../../store/database-clock.ts';
import { otherRms } from '../io/other-rms.ts';
import { secretTroubles } from '../io/secrets.ts';
import type { Check } from './doctor-check.ts';

const RMS_TIMEOUT_MS = 10_000;
const DAY_MS = 86_400_000;

/** A line for each shop, and one more where RMS is asked somewhere else. */
export async function* checkShops({ service, shops }: Config, environment: Environment): AsyncGenerator<Check> {
  const { rmsBaseUrl } = service;
  const other = otherRms(rmsBaseUrl);
  if (other !== null) yield { name: 'rms', state: 'ok', words: other };
  for (const shop of shops.values()) yield await checkShop(shop, environment, rmsBaseUrl);
}

/** Asks RMS as the service would; a shop without `rms` is well as it is. */
async function checkShop(shop: ShopConfig, environment: Environment, rmsBaseUrl: string | undefined): Promise<Check> {
  const { secret } = environment;
  const name = shop.id;
  const { rms } = shop;
  if (rms === null) return { name, state: 'ok', words: { ja: 'RMSからは読み取りません', en: 'not read from RMS' } };
  const troubles = secretTroubles(
    { service: null, shops: new Map([[name, { ...shop, webhook: null, chats: {} }]]) },
    environment,
  );
  if (troubles.length > 0) {
    const said = (language: Language) => troubles.map(({ words }) => words[language]).join('; ');
    return { name, state: 'fault', words: { ja: said('ja'), en: said('en') } };
  }
  const [serviceSecret, licenseKey] = [secret(rms.serviceSecret)!, secret(rms.licenseKey)!];
  const nextLicenseKey = rms.nextLicenseKey === null ? null : (secret(rms.nextLicenseKey) ?? null);
  const client = createRmsClient({
    shopId: rms.shopId,
    keys: { serviceSecret, licenseKey, nextLicenseKey },
    clock: systemClock,
    timeoutMs: RMS_TIMEOUT_MS,
    ...(rmsBaseUrl === undefined ? {} : { baseUrl: rmsBaseUrl }),
  });
  try {
    const now = systemClock.now();
    const count = await countInquiries(client, { from: now - DAY_MS, to: now });
    const end = await client.licenceExpiry(client.workingKey());
    const words = {
      ja: `RMSに接続できます。昨日からの問い合わせ ${count}件`,
      en: `RMS answers, ${count} inquiries since yesterday`,
    };
    return licenceCheck(shop, end, words, now);
  } catch (error) {
    if (!isRmsError(error)) throw error;
    const away = ['outage', 'timeout', 'maintenance', 'rate-limit'].includes(error.kind);
    const words = { ja: `${failureInWords(error.kind, 'ja')}（${error.message}）`, en: error.message };
    return { name, state: away ? 'unreachable' : 'fault', words };
  }
}

function licenceCheck(shop: ShopConfig, end: number | 'unreadable', words: Bilingual, now: number): Check {
  const name = shop.id;
  if (end === 'unreadable')
    return {
      name,
      state: 'fault',
      words: {
        ja: `${words.ja}。ライセンスキーの有効期限を読み取れません`,
        en: `${words.en}; the end of the licence key cannot be read`,
      },
      todo: { ja: 'RMSの画面で確認してください', en: 'look it up in RMS' },
    };
  const until = (language: Language) => formatLocal(end, openZone('Asia/Tokyo'), language, true);
  const said = { ja: `${words.ja}。ライセンスキーの有効期限 ${until('ja')}`, en: words.en };
  if (licenceWarning(end, now) === null)
    return { name, state: 'ok', words: { ...said, en: `${said.en}; licence key until ${until('en')}` } };
  return {
    name,
    state: 'fault',
    words: { ...said, en: `${said.en}; the licence key ends ${until('en')}` },
    todo: { ja: '更新して、次のキーを設定してください', en: 'renew it and set the next key' },
  };
}
