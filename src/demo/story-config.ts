// Writes the story's shops to the disk as an admin would, and loads them through the real loader.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, loadConfig } from '../config/load.ts';
import { formatFault } from '../config/values/faults.ts';
import { SERVICE_YAML, STORY_SHOPS } from './story-shops.ts';

/** The configuration of the story, from `folder`/service.yaml and `folder`/shops, which are written anew. */
export function writeStoryConfig(folder: string): Config {
  mkdirSync(join(folder, 'shops'), { recursive: true });
  writeFileSync(join(folder, 'service.yaml'), SERVICE_YAML);
  for (const { id, yaml } of STORY_SHOPS) writeFileSync(join(folder, 'shops', `${id}.yaml`), yaml);
  const read = loadConfig(folder);
  if ('config' in read) return read.config;
  throw new Error(`the story's configuration is broken:\n${read.faults.map(formatFault).join('\n')}`);
}
