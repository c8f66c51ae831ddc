// cli: `check`, one line per fault of the config folder, or what was read; and warnings of what looks like a mistake.

import { secretFaultOf } from '../../config/environment.ts';
import type { ShopConfig } from '../../config/input/shop-settings.ts';
import { lintConfig, type Warning } from '../../config/lint/lint.ts';
import { type PartialConfig, readConfig } from '../../config/load.ts';
import { faultInWords } from '../../config/values/fault-words.ts';
import { describe, type Fault, formatPath } from '../../config/values/faults.ts';
import type { Language } from '../../core/model.ts';
import { knownOutside } from '../calendar/outside.ts';
import type { CommandIo, ExitCode } from '../io/io.ts';
import { languagesOf } from '../io/language-option.ts';
import { otherRms } from '../io/other-rms.ts';
import { type SecretTrouble, secretTroubles } from '../io/secrets.ts';

export interface CheckOptions {
  readonly json?: boolean | undefined;
  /** Warnings count like faults. */
  readonly strict?: boolean | undefined;
  /** Business hours that the owner's mail must leave before the breach. */
  readonly leastHours?: string | undefined;
  readonly lang?: string | undefined;
  /** Folder of the embedded database, which knows whether RMS was ever read; it may be missing. */
  readonly data: string;
}

const WORDS = {
  ja: { warning: '注意', why: '理由', todo: '対応' },
  en: { warning: 'warning', why: 'why', todo: 'do' },
} as const;

/** Checks a folder; exit code 1 when anything in it is refused. Secrets need not be set for it; it says which are not. */
export async function check(
  dir: string,
  options: CheckOptions,
  io: Pick<CommandIo, 'write' | 'error' | 'colour' | 'now'>,
): Promise<ExitCode> {
  const languages = languagesOf(options.lang, io);
  const leastHours = readHours(options.leastHours, io);
  if (!languages || leastHours === null) return 2;
  const read = readConfig(dir);
  const known = await knownOutside([...read.shops.values()], options.data);
  const warnings = lintConfig(read, {
    now: io.now(),
    ...(leastHours !== undefined && { leastHours }),
    ...(known && {
      outsideOf: (shop) => known.get(shop.id)?.calendars ?? [],
      metRms: (id) => known.get(id)?.metRms ?? false,
    }),
  });
  const bad = read.faults.length > 0 || (options.strict === true && warnings.length > 0);
  const variables = secretTroubles(read, { secretFault: (name) => secretFaultOf(name) });
  const lines = options.json ? [JSON.stringify(asJson(read, warnings, variables))] : asLines(read, warnings, options);
  if (lines.length > 0) await io.write(lines.join('\n'));
  if (options.json) return bad ? 1 : 0;
  const other = otherRms(read.service?.rmsBaseUrl);
  if (other !== null) io.error(languages.map((one) => other[one]).join(' ／ '));
  for (const { shop, words } of variables) io.error(`${shop}: ${languages.map((one) => words[one]).join(' ／ ')}`);
  if (read.faults.length + warnings.length > 0)
    io.error(summary(dir, { faults: read.faults, warnings, lang: options.lang }));
  return bad ? 1 : 0;
}

function readHours(text: string | undefined, io: Pick<CommandIo, 'error'>): number | undefined | null {
  if (text === undefined) return undefined;
  if (/^\d{1,3}$/.test(text)) return Number(text);
  io.error(`--least-hours: found ${describe(text)}; allowed: a whole number of hours, such as 3`);
  return null;
}

function asLines({ shops, faults }: PartialConfig, warnings: readonly Warning[], { lang }: CheckOptions): string[] {
  const told = warnings.flatMap((warning) =>
    warningLines(warning, (lang as Language | undefined) ?? shops.get(warning.shop)!.language),
  );
  const refused = faults.map((one) => faultInWords(one, lang === 'ja' ? 'ja' : 'en'));
  return [...(faults.length > 0 ? refused : summaryOf([...shops.values()])), ...told];
}

function warningLines({ file, line, column, path, what, why, todo }: Warning, language: Language): string[] {
  const words = WORDS[language];
  return [
    `${[file, line, column].join(':')} ${formatPath(path)}: ${words.warning}: ${what[language]}`,
    `    ${words.why}: ${why[language]}`,
    `    ${words.todo}: ${todo[language]}`,
  ];
}

function summary(
  dir: string,
  { faults, warnings, lang }: { faults: readonly Fault[]; warnings: readonly Warning[]; lang: string | undefined },
): string {
  if (lang === 'ja') {
    const said = [...inNumber('誤り', faults), ...inNumber('注意', warnings)];
    return `${dir}: ${said.join('、')}`;
  }
  const parts = [
    ...(faults.length > 0 ? [counted(faults.length, 'fault', 'faults')] : []),
    ...(warnings.length > 0 ? [counted(warnings.length, 'warning', 'warnings')] : []),
  ];
  return `${parts.join(', ')} in ${dir}`;
}

const inNumber = (what: string, { length }: readonly unknown[]): string[] => (length > 0 ? [`${what}${length}件`] : []);

function summaryOf(list: readonly ShopConfig[]): string[] {
  const lines = list.map(({ id, name, timeZone, calendar, policies }) => {
    const facts = [
      timeZone,
      counted(calendar.closed.length, 'closure', 'closures'),
      counted(calendar.open.length, 'open exception', 'open exceptions'),
      policies.length === 0 ? 'the default policy' : counted(policies.length, 'policy', 'policies'),
    ];
    return `  ${id} (${name}): ${facts.join(', ')}`;
  });
  const closures = list.reduce((sum, { calendar }) => sum + calendar.closed.length, 0);
  return [`OK: ${counted(list.length, 'shop', 'shops')}, ${counted(closures, 'closure', 'closures')}`, ...lines];
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

function asJson(
  { service, shops, faults }: PartialConfig,
  warnings: readonly Warning[],
  troubles: readonly SecretTrouble[],
): object {
  const variables = troubles.map(({ shop, name, fault }) => ({ shop, name, fault }));
  const told = { faults: faults.map(faultAsJson), warnings: warnings.map(warningAsJson), variables };
  if (faults.length > 0) return { ok: false, ...told };
  return {
    ok: true,
    ...(service?.rmsBaseUrl && { rmsBaseUrl: service.rmsBaseUrl }),
    shops: [...shops.values()].map(({ id, name, timeZone, revision, calendar, policies }) => ({
      id,
      name,
      timeZone,
      closed: calendar.closed.length,
      open: calendar.open.length,
      policies: policies.length,
      revision,
    })),
    ...told,
  };
}

function faultAsJson({ file, line, column, path, found, allowed, hint, message }: Fault): object {
  return { file, line, column, path: formatPath(path), found, allowed, hint, message };
}

function warningAsJson({ shop, rule, file, line, column, path, what, why, todo }: Warning): object {
  return { shop, rule, file, line, column, path: formatPath(path), what, why, todo };
}
