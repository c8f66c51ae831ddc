// cli: `token` with what it can do: names, options and help.

import type { Command } from 'commander';
import type { CommandIo, ExitCode } from '../io/io.ts';

type Done = (code: ExitCode) => void;

const CONFIG = ['--config <dir>', 'folder of service.yaml and shops/', 'config'] as const;
const DATA = ['--data <dir>', 'folder of the embedded database', 'data'] as const;

const EXAMPLES = `
Examples:
  inquiry-sla token create --name 山田 --scope act                        # 山田 acts; every shop, no end
  inquiry-sla token create --name カウンター --scope act --shared          # whoever acts says who they are
  inquiry-sla token create --name 佐藤 --scope act --group tokyo-team     # the shops of a group, also those to come
  inquiry-sla token create --name chat-desk --scope ingest --shop sample-tea --expires 90d
  inquiry-sla token list
  inquiry-sla token revoke 3

Scopes: ingest sends events; read looks; act also takes in hand, mutes, marks; admin also edits calendars.
The first token closes the dashboard and the API to everybody without one, for good.`;

export function addToken(program: Command, io: CommandIo, done: Done): void {
  const token = program
    .command('token')
    .description('who may use the dashboard and the API: create, list and revoke tokens')
    .addHelpText('after', EXAMPLES);
  token
    .command('create')
    .description('make a token; it is shown this once and only its hash is kept')
    .option('--name <name>', 'whose it is; shown beside what they do')
    .option('--scope <scopes>', 'ingest, read, act, admin, separated by commas')
    .option('--person <name>', 'who acts with it, as people: calls them (default: the name)')
    .option('--shared', 'several use it: whoever acts says who they are')
    .option('--shop <ids>', 'only these shops, separated by commas (default: every shop)')
    .option('--group <names>', 'only the shops of these groups, separated by commas')
    .option('--expires <when>', 'when it ends: 2027-03-31 (until its end), an instant, or 90d (default: never)')
    .option('--json', 'as one JSON object')
    .option(...CONFIG)
    .option(...DATA)
    .action(async (options) => {
      const { tokenCreate } = await import('./token.ts');
      done(await tokenCreate(options, io));
    });
  token
    .command('list')
    .description('every token there ever was: whose, for what, until when, last used when')
    .option('--json', 'as one JSON object')
    .option(...CONFIG)
    .option(...DATA)
    .action(async (options) => {
      const { tokenList } = await import('./token.ts');
      done(await tokenList(options, io));
    });
  token
    .command('revoke')
    .description('end a token and its sessions now')
    .argument('<id>', 'its number in token list')
    .option('--json', 'as one JSON object')
    .option(...CONFIG)
    .option(...DATA)
    .action(async (id: string, options) => {
      const { tokenRevoke } = await import('./token.ts');
      done(await tokenRevoke(id, options, io));
    });
}
