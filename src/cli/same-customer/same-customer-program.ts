// cli: `same-customer` with what it can do: names, options and help.

import type { Command } from 'commander';
import type { CommandIo, ExitCode } from '../io/io.ts';

type Done = (code: ExitCode) => void;

const CONFIG = ['--config <dir>', 'folder of service.yaml and shops/', 'config'] as const;
const DATA = ['--data <dir>', 'folder of the embedded database', 'data'] as const;

const HELP = `
With "sameCustomer: on" in a shop's file, inquiries of one customer are linked by a keyed hash of what the source says of who
writes. Nothing of it is stored but the hash; without the key it says nothing.
  rotate  a new key; what was linked is forgotten, and what RMS still shows is linked anew at the next read
  drop    no key any more: what was linked is forgotten, and nothing is linked until "rotate"`;

export function addSameCustomer(program: Command, io: CommandIo, done: Done): void {
  const same = program
    .command('same-customer')
    .description('the key that links inquiries of one customer: make another one, or drop it')
    .addHelpText('after', HELP);
  for (const [name, description] of [
    ['rotate', 'a new key in the place of the old one'],
    ['drop', 'forget which inquiries belong together'],
  ] as const)
    same
      .command(name)
      .description(description)
      .argument('<shop>', 'id of the shop')
      .option('--json', 'as one JSON object')
      .option(...CONFIG)
      .option(...DATA)
      .action(async (shop: string, options) => {
        const { sameCustomer } = await import('./same-customer.ts');
        done(await sameCustomer(name, shop, options, io));
      });
}
