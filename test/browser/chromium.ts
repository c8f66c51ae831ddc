// A real Chromium from npm, unpacked into a folder of this process: two test files never share a half-written file, and
// what a killed run leaves is removed by the next one. It reaches nothing but this machine.

import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';
import { makeRunFolder, removeRunFolder } from '../support/run/run-folder.ts';

export interface OpenBrowser {
  readonly browser: Browser;
  /** Ends it and removes its files. */
  close(): Promise<void>;
}

const UNPACK = fileURLToPath(new URL('./unpack-chromium.ts', import.meta.url));
/** Makes the package unpack its libraries, whatever this machine is. */
const AS_ON_AWS = { AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' };
const ARGS = [
  // No name leads anywhere.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
  // /dev/shm is 64 MB in a container.
  '--disable-dev-shm-usage',
  '--font-render-hinting=none',
];
const START_MS = 60_000;

/** The browser of the tests, or of CHROMIUM_PATH where npm has none for this machine. */
export async function openBrowser(): Promise<OpenBrowser> {
  const folder = makeRunFolder();
  try {
    const browser = await launch(folder);
    return {
      browser,
      close: async () => {
        await browser.close();
        await removeRunFolder(folder);
      },
    };
  } catch (error) {
    await removeRunFolder(folder);
    throw error;
  }
}

async function launch(folder: string): Promise<Browser> {
  const given = process.env.CHROMIUM_PATH;
  const before = process.env.TMPDIR;
  // Playwright makes the profile in the temp folder: it must go with ours.
  process.env.TMPDIR = folder;
  try {
    const executablePath = given || (await unpack(folder));
    const env = { ...process.env, ...(given ? {} : parts(folder)), HOME: folder };
    return await chromium.launch({ executablePath, args: ARGS, env, timeout: START_MS });
  } catch (cause) {
    const what = given ? `CHROMIUM_PATH=${given}` : '@sparticuz/chromium';
    throw new Error(`Chromium does not start here: ${what} on ${process.platform} ${process.arch}. ${HINT}`, { cause });
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
}

const HINT = 'The package is for Linux on x64 with glibc; elsewhere set CHROMIUM_PATH to an installed Chromium.';

async function unpack(folder: string): Promise<string> {
  const env = { ...process.env, ...AS_ON_AWS, TMPDIR: folder };
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', UNPACK], { env });
  return stdout;
}

/** Its own libraries and fonts; the fonts of the machine come first. */
function parts(folder: string): Record<string, string> {
  const fonts = join(folder, 'fonts.conf');
  writeFileSync(
    fonts,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<include ignore_missing="yes">/etc/fonts/fonts.conf</include>
<dir>${join(folder, 'fonts')}</dir><cachedir>${join(folder, 'fonts-cache')}</cachedir></fontconfig>`,
  );
  return { LD_LIBRARY_PATH: join(folder, 'al2023/lib'), FONTCONFIG_FILE: fonts };
}
