// The shops of a run: steps of one, two and nine minutes at any hour, mails at any hour; some pushed, some read from RMS.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface ChaosShop {
  readonly id: string;
  /** What RMS knows it by; null where its events are pushed. */
  readonly rms: { readonly shopId: number; readonly serviceSecret: string; readonly licenseKey: string } | null;
}

export const FROM = 'sla@chaos.example';
export const ownerOf = (shop: string): string => `owner-${shop}@chaos.example`;
export const staffOf = (shop: string): string => `staff-${shop}@chaos.example`;

const PUSHED = ['tea', 'toy', 'book', 'shoe', 'bag', 'hat', 'cup', 'pen', 'toast', 'plum'];
const READ = ['sake', 'rice'];

export const SHOPS: readonly ChaosShop[] = [
  ...PUSHED.map((id) => ({ id, rms: null })),
  ...READ.map((id, at) => {
    const shopId = 700_001 + at;
    return { id, rms: { shopId, serviceSecret: `SP${shopId}_chaos`, licenseKey: `SL${shopId}_chaos` } };
  }),
];

const variableOf = (kind: string, id: string): string => `RMS_${kind}_${id.toUpperCase()}`;

/** What the files name. */
export const SECRETS: Readonly<Record<string, string>> = Object.fromEntries(
  SHOPS.flatMap(({ id, rms }) =>
    rms === null
      ? []
      : [
          [variableOf('SECRET', id), rms.serviceSecret],
          [variableOf('KEY', id), rms.licenseKey],
        ],
  ),
);

/** Writes `config/` into the folder. */
export function writeShops(folder: string, rmsUrl: string): void {
  mkdirSync(join(folder, 'config', 'shops'), { recursive: true });
  const service = [
    `ops: [ops@chaos.example]`,
    `from: ${FROM}`,
    'publicUrl: https://sla.chaos.example',
    `rmsBaseUrl: ${rmsUrl}`,
  ];
  writeFileSync(join(folder, 'config', 'service.yaml'), `${service.join('\n')}\n`);
  for (const shop of SHOPS) writeFileSync(join(folder, 'config', 'shops', `${shop.id}.yaml`), fileOf(shop));
}

function fileOf({ id, rms }: ChaosShop): string {
  const lines = [
    `name: ${id}`,
    `owner: [${ownerOf(id)}]`,
    'calendar: { weeklyClosed: [], nationalHolidays: none, hours: ["00:00-24:00"] }',
    `contacts: { staff: { mail: [${staffOf(id)}] } }`,
    'policies:',
    '  - { flagAfter: 1m, mailOwnerAfter: 2m, breachAfter: 9m, notices: [{ at: flag, tell: [staff] }] }',
    'mail: { sendWindow: always }',
  ];
  if (rms !== null) {
    const [secret, key] = [variableOf('SECRET', id), variableOf('KEY', id)].map((name) => `\${${name}}`);
    lines.push(`rms: { shopId: ${rms.shopId}, serviceSecret: ${secret}, licenseKey: ${key} }`);
  }
  return `${lines.join('\n')}\n`;
}
