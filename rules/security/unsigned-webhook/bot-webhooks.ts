/** Webhooks of Telegram that are set up without the secret that Telegram sends along. */
import { argumentValues, type Call, callKeyword, holds, lastName, type Node, nodesOf } from '#ast';
import { type FactsContext, packPlace } from '#kit';
import { isOfBots } from '#knowledge/taint';
import type { Fact } from './webhook-routes.ts';

/** Source: https://core.telegram.org/bots/api#setwebhook */
const SETTING_UP = /^(?:set_webhook|run_webhook|SimpleRequestHandler)$/;

const unsignedBots = ({ module, names, flow }: FactsContext): readonly Call[] => {
  if (!names.imports.some((each) => /^(?:aiogram|telegram|telebot)\b/.test(each.module) && isOfBots(each.module)))
    return [];
  const calls = nodesOf(module, 'Call').filter(({ func }) => SETTING_UP.test(lastName(func) ?? ''));
  // Given to one of them it is asked by all.
  const isAsked = calls.some(
    (call) => callKeyword(call, 'secret_token') !== undefined || call.keywords.some(({ arg }) => arg === undefined),
  );
  const isSecretPath = (node: Node): boolean =>
    (node.kind === 'Name' || node.kind === 'Attribute') && /token|secret/i.test(lastName(node) ?? '');
  const given = calls.flatMap((call) => argumentValues(call).flatMap((each) => [each, ...flow.origins(each)]));
  // An address that holds the token of the bot is known to Telegram alone; an empty one takes the webhook away.
  if (isAsked || given.some((each) => holds(each, isSecretPath))) return [];
  return calls.filter((call) => argumentValues(call).length > 0);
};

export const botsIn = (file: FactsContext): Fact[] =>
  unsignedBots(file)
    .slice(0, 1)
    .map((call) => ({ kind: 'bot', name: lastName(call.func) ?? 'set_webhook', place: packPlace(file, call) }));
