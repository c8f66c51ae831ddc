// cli: which of the variables that config files name cannot be used, and why, in words that show no value.

import type { Environment } from '../../config/environment.ts';
import type { PartialConfig } from '../../config/load.ts';
import type { Bilingual } from '../../core/model.ts';
import { variablesOf } from '../../core/notifications/chat-kinds.ts';
import { type SecretFault, secretFaultInWords } from '../../core/secret-fault.ts';

export interface SecretTrouble {
  /** The shop whose file names it; `ops` for service.yaml. */
  readonly shop: string;
  readonly name: string;
  readonly fault: SecretFault;
  /** What is wrong and what to do, and what it costs. */
  readonly words: Bilingual;
}

/** Every variable that these files name and that cannot be used; without it something does not work. */
export function secretTroubles(
  { service, shops }: Pick<PartialConfig, 'service' | 'shops'>,
  { secretFault }: Pick<Environment, 'secretFault'>,
): SecretTrouble[] {
  const of = (shop: string, names: readonly string[], cost: Bilingual): SecretTrouble[] =>
    names.flatMap((name) => {
      const fault = secretFault(name);
      return fault === null ? [] : [{ shop, name, fault, words: inWords(name, fault, cost) }];
    });
  const refused = { ja: 'Webhookに送れません', en: 'its webhook gets nothing' };
  const silent = (name: string): Bilingual => ({
    ja: `チャット ${name} に送れません`,
    en: `its chat ${name} gets nothing`,
  });
  return [
    ...(service?.webhook ? of('ops', [service.webhook.secret], refused) : []),
    ...(service?.dkim
      ? of('ops', [service.dkim.privateKey], { ja: 'メールに署名できません', en: 'mails leave unsigned' })
      : []),
    ...(service?.heartbeat
      ? of('ops', [service.heartbeat.url], { ja: 'ハートビートを送れません', en: 'no heartbeat goes out' })
      : []),
    ...[...shops.values()].flatMap(({ id, rms, webhook, chats = {} }) => [
      ...(rms ? of(id, [rms.serviceSecret, rms.licenseKey], { ja: 'RMSを読めません', en: 'RMS cannot be read' }) : []),
      ...(webhook ? of(id, [webhook.secret], refused) : []),
      ...Object.entries(chats).flatMap(([name, chat]) => of(id, variablesOf(chat), silent(name))),
    ]),
  ];
}

function inWords(name: string, fault: SecretFault, cost: Bilingual): Bilingual {
  return {
    ja: `${cost.ja}: ${secretFaultInWords(name, fault, 'ja')}`,
    en: `${cost.en}: ${secretFaultInWords(name, fault, 'en')}`,
  };
}
