// The licences of what is shipped, from the lock file: counted by name; exit code 1 for one that nobody has looked at.
// Run by `npm run licences`, and by a test.

import { readFileSync } from 'node:fs';

/** Free to ship with software of any licence, as long as their notices stay, which node_modules holds. */
const LOOKED_AT = new Set([
  'MIT',
  'MIT-0',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'Unlicense',
  'PSF-2.0',
  // The user chooses: MIT.
  '(MIT OR EUPL-1.1+)',
  // Holidays' data: named in its notice.
  '(ISC AND CC-BY-3.0)',
]);

const lock = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'));
const shipped = Object.entries(lock.packages).filter(([path, { dev, link }]) => path !== '' && !dev && !link);
const counted = new Map();
for (const [, { license = 'none named' }] of shipped) counted.set(license, (counted.get(license) ?? 0) + 1);
for (const [name, count] of [...counted].sort(([a], [b]) => (a < b ? -1 : 1)))
  process.stdout.write(`${String(count).padStart(4)}  ${name}\n`);

const unknown = shipped.filter(([, { license }]) => !LOOKED_AT.has(license));
for (const [path, { license }] of unknown)
  process.stderr.write(`not looked at yet: ${path}: ${license ?? 'none named'}\n`);
process.exitCode = unknown.length > 0 ? 1 : 0;
