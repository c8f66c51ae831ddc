// The build: bundles the service into dist/, so that a command loads a few files instead of some ninety. What a command
// needs at once is taken in; every other package stays in node_modules. Arguments are further entry points.

import { chmodSync, cpSync, readFileSync, rmSync } from 'node:fs';
import { build } from 'esbuild';

/** Packages that the lightest commands load; bundled they start in half the time. */
const TAKEN_IN = ['commander', 'temporal-polyfill', 'yaml'];
const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
const left = Object.keys(dependencies).filter((name) => !TAKEN_IN.includes(name));

rmSync('dist', { recursive: true, force: true });
await build({
  // A thread is a file of its own.
  entryPoints: ['src/main.ts', 'src/ics/decode/decode-worker.ts', ...process.argv.slice(2)],
  outdir: 'dist',
  outbase: 'src',
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
cpSync('src/http/browser', 'dist/http/browser', { recursive: true });
chmodSync('dist/main.js', 0o755);
