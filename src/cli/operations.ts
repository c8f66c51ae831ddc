// cli: the commands that run and look after the service: names, options and help.
// They pull in databases and queues, so each is imported only when it runs.

import type { Command } from 'commander';
import type { CommandIo, ExitCode } from './io/io.ts';

type Done = (code: ExitCode) => void;

const CONFIG = ['--config <dir>', 'folder of service.yaml and shops/', 'config'] as const;
const DATA = ['--data <dir>', 'folder of the embedded database and of mails without SMTP_URL', 'data'] as const;

export function addStart(program: Command, io: CommandIo, done: Done): void {
  program
    .command('start')
    .description('the service: reads sources, raises steps, sends mails, serves the board and the API')
    .option('--role <roles>', 'worker, http, source, separated by commas (default: all)')
    .option(...CONFIG)
    .option(...DATA)
    .action(async (options) => {
      const { start } = await import('./operations/start.ts');
      done(await start(options, io));
    });
}

export function addInit(program: Command, io: CommandIo, done: Done): void {
  program
    .command('init')
    .description('the first service.yaml and shop file, from five answers; nothing is written over')
    .argument('[dir]', 'folder of service.yaml and shops/', 'config')
    .option('--shop <id>', 'id of the shop, which names its file')
    .option('--name <name>', 'name of the shop')
    .option('--mall <name>', 'whose rule it follows: rakuten, amazon, … (config/examples)')
    .option('--closed <days>', 'weekly closed days, such as "sat,sun", or none (default: as the mall’s example)')
    .option('--mail <address>', 'mail address of the person in charge')
    .action(async (dir: string, options) => {
      const { init } = await import('./operations/init.ts');
      done(await init(dir, options, io));
    });
}

export function addApply(program: Command, io: CommandIo, done: Done): void {
  program
    .command('apply')
    .description('put the edited files in force now, after showing what that changes for open inquiries')
    .argument('[shop]', 'only this shop (default: all)')
    .option('--dry-run', 'shows it and changes nothing')
    .option('--yes', 'also when more inquiries are concerned than confirmAbove in service.yaml')
    .option('--json', 'as one JSON object')
    .option('--lang <ja|en>', 'language (default: the shop’s, or that of service.yaml)')
    .option(...CONFIG)
    .option(...DATA)
    .action(async (shop: string | undefined, options) => {
      const { apply } = await import('./operations/apply.ts');
      done(await apply(shop, options, io));
    });
}

export function addRevisions(program: Command, io: CommandIo, done: Done): void {
  program
    .command('revisions')
    .description('the revisions of a shop’s file: when, by whom, and what each changed')
    .argument('<shop>', 'id of the shop')
    .option('--limit <N>', 'how many, the newest first', '20')
    .option('--json', 'as one JSON list')
    .option('--lang <ja|en>', 'language (default: the shop’s)')
    .option(...CONFIG)
    .option(...DATA)
    .action(async (shop: string, options) => {
      const { revisions } = await import('./operations/revisions.ts');
      done(await revisions(shop, options, io));
    });
}

export function addDemo(program: Command, io: CommandIo, done: Done): void {
  program
    .command('demo')
    .description('a story around New Year on a fast clock, with everything it needs on board')
    .option('--once', 'ends after the story: exit code 0 if all went as the rules say, else 1')
    .option('--day-seconds <N>', 'seconds that a day of the story takes', '3')
    .option('--port <N>', 'port of the board, 0 for any free one', '0')
    .option('--keep', 'keeps the database, the config and the log')
    .option('--seed [folder]', 'no story: eight shops with four weeks behind them to click through, kept in the folder')
    .action(async (options) => {
      const { demo } = await import('./operations/demo.ts');
      done(await demo(options, io));
    });
}

export function addImport(program: Command, io: CommandIo, done: Done): void {
  program
    .command('import')
    .description('take events in from a file of NDJSON, or - for stdin; run again it changes nothing')
    .argument('<file>', 'one event a line, as POST /v1/events takes them')
    .option('--json', 'refused lines and totals as JSON')
    .option(...CONFIG)
    .option(...DATA)
    .action(async (file: string, options) => {
      const { importFile } = await import('./ndjson/import.ts');
      done(await importFile(file, options, io));
    });
}

export function addMigrate(program: Command, io: CommandIo, done: Done): void {
  program
    .command('migrate')
    .description('bring the database to this release’s schema (start does it too)')
    .option(...DATA)
    .action(async (options) => {
      const { migrate } = await import('./operations/migrate.ts');
      done(await migrate(options, io));
    });
}

export function addBackup(program: Command, io: CommandIo, done: Done): void {
  program
    .command('backup')
    .description('the whole database of one moment in one file; the service may run')
    .argument('<file>', 'a file that is not there yet, such as inquiry-sla-2026-11-26.backup')
    .option(...DATA)
    .action(async (file: string, options) => {
      const { backup } = await import('./operations/backup.ts');
      done(await backup(file, options, io));
    });
}

export function addRestore(program: Command, io: CommandIo, done: Done): void {
  program
    .command('restore')
    .description('fill an empty database from a backup of this release’s schema, whatever its PostgreSQL was')
    .argument('<file>', 'what backup wrote')
    .option(...DATA)
    .action(async (file: string, options) => {
      const { restore } = await import('./operations/backup.ts');
      done(await restore(file, options, io));
    });
}

export function addDoctor(program: Command, io: CommandIo, done: Done): void {
  program
    .command('doctor')
    .description('check config, disk, database, clock, queue, mail and RMS; one line each')
    .option('--lang <ja|en>', 'language (default: that of the terminal’s locale, else English)')
    .option(...CONFIG)
    .option(...DATA)
    .action(async (options) => {
      const { doctor } = await import('./operations/doctor.ts');
      done(await doctor(options, io));
    });
}

export function addMail(program: Command, io: CommandIo, done: Done): void {
  const mail = program.command('mail').description('look at a shop’s mail, send a test, or send one again');
  mail
    .command('preview')
    .description('a shop’s mail as it would go out now; changes nothing')
    .argument('<shop>', 'id of the shop')
    .option('--kind <kind>', 'owner (default), morning, weekly, or group: that of the shop’s group')
    .option('--text', 'subject, recipients and text (default)')
    .option('--html', 'the HTML part')
    .option('--eml', 'the whole message, for a mail program')
    .option(...CONFIG)
    .option(...DATA)
    .action(async (shop: string, options) => {
      const { mailPreview } = await import('./notifications/mail.ts');
      done(await mailPreview(shop, options, io));
    });
  mail
    .command('test')
    .description('send a test mail and say in plain words what became of it')
    .argument('<address>', 'who gets it')
    .option(...CONFIG)
    .option(...DATA)
    .action(async (address: string, options) => {
      const { mailTest } = await import('./notifications/mail.ts');
      done(await mailTest(address, options, io));
    });
  mail
    .command('retry')
    .description('send a mail again that was given up, put off, or only written to a file: to those who lack it')
    .argument('<id...>', 'numbers of mails, as the mail to ops and the mails’ pages name them')
    .option('--again', 'also to those who have it: asks for a second copy')
    .option('--json', 'as one JSON object')
    .option(...DATA)
    .action(async (ids: string[], options) => {
      const { mailRetry } = await import('./notifications/mail-retry.ts');
      done(await mailRetry(ids, options, io));
    });
}

export function addWebhook(program: Command, io: CommandIo, done: Done): void {
  const webhook = program.command('webhook').description('the messages to webhooks: their schema, or a test');
  webhook
    .command('schema')
    .description('the JSON Schema of every message')
    .action(async () => {
      const { webhookSchema } = await import('./notifications/webhook.ts');
      done(await webhookSchema(io));
    });
  webhook
    .command('test')
    .description('send a signed test message and say what became of it')
    .argument('<shop>', 'id of the shop, or ops')
    .option(...CONFIG)
    .action(async (target: string, options) => {
      const { webhookTest } = await import('./notifications/webhook.ts');
      done(await webhookTest(target, options, io));
    });
}

export function addContact(program: Command, io: CommandIo, done: Done): void {
  program
    .command('contact')
    .description('the contacts and people of a shop: a test')
    .command('test')
    .description('try every way to a contact: a test mail to each address, a test message to each chat')
    .argument('<shop>', 'id of the shop')
    .argument('<name>', 'name under contacts: or people: in the shop’s file')
    .option(...CONFIG)
    .option(...DATA)
    .action(async (shop: string, name: string, options) => {
      const { contactTest } = await import('./notifications/contact-test.ts');
      done(await contactTest(shop, name, options, io));
    });
}

export function addChat(program: Command, io: CommandIo, done: Done): void {
  program
    .command('chat')
    .description('the chats of a shop’s contacts: a test')
    .command('test')
    .description('send a test message to a chat and say in plain words what became of it')
    .argument('<shop>', 'id of the shop')
    .argument('<name>', 'name of the chat, as under chats: in the shop’s file')
    .option('--json', 'as one JSON object')
    .option('--lang <ja|en>', 'language (default: both)')
    .option(...CONFIG)
    .action(async (shop: string, name: string, options) => {
      const { chatTest } = await import('./notifications/chat.ts');
      done(await chatTest(shop, name, options, io));
    });
}
