// A shop without a folder.

import { readShop, type ShopConfig } from '../../src/config/input/shop-settings.ts';
import { place } from '../../src/config/values/readers.ts';

/** A shop as its file would say it; defaults: サンプル茶舗, closed Sat, Sun and national holidays. */
export function shopOf(id: string, file: Record<string, unknown> = {}): ShopConfig {
  const reading = place();
  const whole = { name: 'サンプル茶舗', timeZone: 'Asia/Tokyo', language: 'ja', owner: [`${id}@example.jp`], ...file };
  const shop = readShop(id, whole, reading);
  if (shop === null) throw new Error(`no shop: ${JSON.stringify(reading.faults)}`);
  return shop;
}
