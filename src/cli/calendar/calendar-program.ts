// cli: `calendar` with what it can do: names, options and help.
// `calendar <shop>` shows a shop, so a shop called like a command (close, …) is shown by `calendar show <shop>`.

import type { Command } from 'commander';
import type { CommandIo, ExitCode } from '../io/io.ts';

type Done = (code: ExitCode) => void;

const CONFIG = ['--config <dir>', 'folder of service.yaml and shops/', 'config'] as const;
const DATA = ['--data <dir>', 'folder of the embedded database, and of what `undo` brings back', 'data'] as const;

const EXAMPLES = `
Examples:
  inquiry-sla calendar sample-tea --from 2026-12 --months 2
  inquiry-sla calendar close sample-tea 2026-12-29..2027-01-03 --name 年末年始 --every
  inquiry-sla calendar open sample-tea 2026-10-17 --name 創業祭 --hours 10:00-15:00
  inquiry-sla calendar undo sample-tea
  inquiry-sla calendar sources sample-tea --read

A shop called close, open, undo, accept, sources, feed or show: inquiry-sla calendar show <shop>`;

export function addCalendar(program: Command, io: CommandIo, done: Done): void {
  const calendar = program
    .command('calendar')
    .description('the shop’s days with the reason of each closed one; close and open days, take that back')
    .helpCommand(false)
    .addHelpText('after', EXAMPLES);
  addShow(calendar, io, done);
  addClose(calendar, io, done);
  addOpen(calendar, io, done);
  addUndo(calendar, io, done);
  addAccept(calendar, io, done);
  addSources(calendar, io, done);
  addFeed(calendar, io, done);
}

function addShow(calendar: Command, io: CommandIo, done: Done): void {
  calendar
    .command('show', { isDefault: true })
    .description('months as grids (the word show may be left out)')
    .argument('<shop>', 'id of the shop')
    .option('--from <YYYY-MM>', 'first month (default: the current one)')
    .option('--months <N>', 'how many months', '3')
    .option('--monday', 'weeks begin on Monday')
    .option('--json', 'as one JSON object')
    .option('--ics', 'closed and special days as an iCalendar feed')
    .option('--deadlines', 'with --ics: the shop’s open deadlines instead, from the database')
    .option('--lang <ja|en>', 'language (default: the shop’s)')
    .option(...CONFIG)
    .option(...DATA)
    .action(async (shop: string, options) => {
      const { calendar: show } = await import('./show.ts');
      done(await show(shop, options, io));
    });
}

function addClose(calendar: Command, io: CommandIo, done: Done): void {
  withEditOptions(
    calendar
      .command('close')
      .description('close a date or a range, once or every year')
      .argument('<shop>', 'id of the shop')
      .argument('<range>', '2026-12-29..2027-01-03, both ends included; with --every also 12-29..01-03')
      .option('--name <words>', 'why, as shown in explanations and mails')
      .option('--every', 'every year'),
  ).action(async (shop: string, range: string, options) => {
    const { editCalendar } = await import('./edit.ts');
    done(await editCalendar('closed', shop, range, options, io));
  });
}

function addOpen(calendar: Command, io: CommandIo, done: Done): void {
  withEditOptions(
    calendar
      .command('open')
      .description('open a date or a range that is closed otherwise, or give it hours of its own')
      .argument('<shop>', 'id of the shop')
      .argument('<range>', '2026-10-17 or 2026-10-17..2026-10-18, both ends included')
      .option('--name <words>', 'why, as shown in explanations and mails')
      .option('--hours <list>', 'hours of these dates: 10:00-12:00,13:00-15:00'),
  ).action(async (shop: string, range: string, options) => {
    const { editCalendar } = await import('./edit.ts');
    done(await editCalendar('open', shop, range, options, io));
  });
}

function addUndo(calendar: Command, io: CommandIo, done: Done): void {
  withEditOptions(
    calendar
      .command('undo')
      .description('take back the last close or open; again: the one before')
      .argument('[shop]', 'id of the shop (default: the one edited last)'),
  ).action(async (shop: string | undefined, options) => {
    const { undoEdit } = await import('./edit.ts');
    done(await undoEdit(shop, options, io));
  });
}

function addAccept(calendar: Command, io: CommandIo, done: Done): void {
  calendar
    .command('accept')
    .description('put in force what RMS or an imported calendar changed all of a sudden, and what is held for it')
    .argument('<shop>', 'id of the shop')
    .option('--yes', 'accept without a question')
    .option('--json', 'what is held as one JSON object')
    .option('--lang <ja|en>', 'language (default: the shop’s)')
    .option(...CONFIG)
    .option(...DATA)
    .action(async (shop: string, options) => {
      const { acceptCalendar } = await import('./accept.ts');
      done(await acceptCalendar(shop, options, io));
    });
}

function addSources(calendar: Command, io: CommandIo, done: Done): void {
  calendar
    .command('sources')
    .description('calendars outside the shop’s file: RMS and imported ones, how fresh, what to look at')
    .argument('<shop>', 'id of the shop')
    .option('--read', 'read the imported ones now and show what they would close; stores nothing')
    .option('--json', 'as one JSON object')
    .option('--lang <ja|en>', 'language (default: the shop’s)')
    .option(...CONFIG)
    .option(...DATA)
    .action(async (shop: string, options) => {
      const { calendarSources } = await import('./calendar-sources.ts');
      done(await calendarSources(shop, options, io));
    });
}

function addFeed(calendar: Command, io: CommandIo, done: Done): void {
  calendar
    .command('feed')
    .description('the secret address of the shop’s iCalendar feeds, for calendar programs')
    .argument('<shop>', 'id of the shop')
    .option('--make', 'make a new one, shown this once; the one before ends')
    .option('--revoke', 'end it')
    .option(...CONFIG)
    .option(...DATA)
    .action(async (shop: string, options) => {
      const { calendarFeed } = await import('./calendar-feed.ts');
      done(await calendarFeed(shop, options, io));
    });
}

function withEditOptions(command: Command): Command {
  return command
    .option('--yes', 'save without a question')
    .option('--dry-run', 'only the preview')
    .option('--json', 'the preview as one JSON object')
    .option('--lang <ja|en>', 'language (default: the shop’s)')
    .option(...CONFIG)
    .option(...DATA);
}
