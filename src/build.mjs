// The build: bundles the service into dist/, so that a command loads a few files instead of some ninety. What a command
// needs at once is taken in; every other package stays in node_modules. Arguments are further entry points; `--to` names
// another folder than dist/.

import { chmodSync, cpSync, readFileSync, rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

/** Packages that the lightest commands load; bundled they start in half the time. */
const TAKEN_IN = ['commander', 'temporal-polyfill', 'yaml'];
const { dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
const left = Object.keys({ ...dependencies, ...devDependencies }).filter((name) => !TAKEN_IN.includes(name));

const { values, positionals: further } = parseArgs({
  options: { to: { type: 'string', default: 'dist' } },
  allowPositionals: true,
});
const outdir = values.to;
// A thread is a file of its own. As an entry point package.ts always lies in chunks/, from where it finds the others.
const THREADS = ['src/config/reading-worker.ts', 'src/ics/decode/decode-worker.ts'];
const entries = ['src/main.ts', 'src/package.ts', ...THREADS, ...further];

rmSync(outdir, { recursive: true, force: true });
await build({
  entryPoints: entries.map((path) => ({ in: path, out: path.replace(/^src\//, '').replace(/\.ts$/, '') })),
  outdir,
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  external: left.flatMap((name) => [name, `${name}/*`]),
  // What was written for `require` finds Node's own modules by it.
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
  },
  sourcemap: true,
  logLevel: 'warning',
});
cpSync('src/http/browser', `${outdir}/http/browser`, { recursive: true });
cpSync('config/examples', `${outdir}/examples`, { recursive: true });
chmodSync(`${outdir}/main.js`, 0o755);
