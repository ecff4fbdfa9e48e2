/** Secrets of others' services that let in anyone who has them, as the text, its name and its uses say. */
import { type Constant, type Expression, stringConstant } from '#ast';
import { isRandomText } from '#knowledge/secrets';
import { saidByToken } from '#knowledge/token-claims';
import type { SemanticModel } from '#semantics';
import { carriersOf } from '#semantics/values/carriers';

/** Shorter ones name something as often. */
const LONG = 24;
const KEYED = /(?:api|access|account|auth|service|subscription)_?key$/i;
const FOR_PAGES = /^(?:AIza|pk[._-]|phc_|G-)|publishable/i;
/** What a request shows to be let in. */
const SHOWN = /^(?:(?:proxy-)?authorization|cookie|(?:x-)?(?:[a-z0-9]+-)*(?:api-?key|(?:auth|access)-token))$/i;

/** It is called the key of an account, or is sent in a header that lets in; what pages hand to every visitor is left out. */
export function opensAccount(literal: Constant, text: string, name: string, model: SemanticModel): boolean {
  if (text.length < LONG || FOR_PAGES.test(text) || !(isRandomText(text) || saidByToken(text) !== undefined))
    return false;
  return KEYED.test(name) || SHOWN.test(name) || [literal, ...carriersOf(literal, model)].some(isShown);
}

/** `{"x-api-key": KEY}`, `headers["Authorization"] = f"Bearer {TOKEN}"`. */
function isShown(carrier: Expression): boolean {
  const { parent } = carrier;
  const whole = parent?.kind === 'FormattedValue' ? parent.parent : parent?.kind === 'BinOp' ? parent : carrier;
  const table = whole?.parent;
  if (table?.kind === 'Dict')
    return table.values.some((value, at) => value === whole && SHOWN.test(stringConstant(table.keys[at]) ?? ''));
  const [target] = table?.kind === 'Assign' ? table.targets : [];
  return target?.kind === 'Subscript' && SHOWN.test(stringConstant(target.slice) ?? '');
}
