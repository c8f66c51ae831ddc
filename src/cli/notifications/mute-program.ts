// cli: `mute` with what it can do: names, options and help.
// `mute <shop>` mutes a shop, so a shop called add, list or lift is muted by `mute add <shop>`.

import type { Command } from 'commander';
import type { CommandIo, ExitCode } from '../io/io.ts';

type Done = (code: ExitCode) => void;

const CONFIG = ['--config <dir>', 'folder of service.yaml and shops/', 'config'] as const;
const DATA = ['--data <dir>', 'folder of the embedded database', 'data'] as const;

const EXAMPLES = `
Examples:
  inquiry-sla mute sample-tea/373343-20260617-00000001o --until 3d --why "メーカーに確認中" --by 山田
  inquiry-sla mute sample-tea --until 2026-12-01 --why "棚卸し" --by 山田
  inquiry-sla mute list
  inquiry-sla mute lift 12 --by 山田

While it lasts the owner gets no mail about it; steps are raised, breaches recorded, and ops told, all the same.`;

export function addMute(program: Command, io: CommandIo, done: Done): void {
  const mute = program
    .command('mute')
    .description('hold the owner’s mails about a shop or an inquiry back, until a time; list and lift')
    .helpCommand(false)
    .addHelpText('after', EXAMPLES);
  mute
    .command('add', { isDefault: true })
    .description('mute a shop or an inquiry (the word add may be left out)')
    .argument('<shop[/inquiry]>', 'id of the shop, or with the whole number of an inquiry')
    .option(
      '--until <when>',
      'when it ends, at most 90 days: 2026-12-01 (until its end), "2026-12-01 12:00", an instant, or 3d, 4h, 90m',
    )
    .option('--why <words>', 'the reason, for the others')
    .option('--by <name>', 'who says so')
    .option('--in-hand', 'somebody is answering it: shown as 対応中')
    .option('--json', 'as one JSON object')
    .option(...CONFIG)
    .option(...DATA)
    .action(async (target: string, options) => {
      const { muteTarget } = await import('./mute.ts');
      done(await muteTarget(target, options, io));
    });
  mute
    .command('list')
    .description('what is muted, by whom, why and until when')
    .option('--all', 'past ones too')
    .option('--json', 'as one JSON object')
    .option(...CONFIG)
    .option(...DATA)
    .action(async (options) => {
      const { muteList } = await import('./mute.ts');
      done(await muteList(options, io));
    });
  mute
    .command('lift')
    .description('end a mute now')
    .argument('<id>', 'its number in mute list')
    .option('--by <name>', 'who says so')
    .option('--json', 'as one JSON object')
    .option(...CONFIG)
    .option(...DATA)
    .action(async (id: string, options) => {
      const { muteLift } = await import('./mute.ts');
      done(await muteLift(id, options, io));
    });
}
