/** What a call says of a switch: a parameter that is True or False. */
import { type Call, callKeyword, defaultOf, type Expression } from '#ast';
import type { SemanticModel } from '#semantics';

export type SwitchGiven =
  /** It is, or may be, False: written so, by a value that may be, by a parameter's default, among unpacked options. */
  | { readonly kind: 'off'; readonly how: 'written' | 'possible' | 'unpacked' }
  | { readonly kind: 'off'; readonly how: 'default'; readonly parameter: string; readonly at: Expression }
  /** Not given, or as `None`, which says the default aloud. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'on' | 'unknown' };

/** By keyword, which is how people write switches. */
export function switchGiven(call: Call, name: string, model: SemanticModel): SwitchGiven {
  const argument = model.values.argument(call, name, undefined);
  if (argument.kind !== 'given') return argument.kind === 'absent' ? { kind: 'absent' } : UNKNOWN;
  const said = judge(argument.value, model);
  return said.kind === 'off' && callKeyword(call, name) === undefined ? { kind: 'off', how: 'unpacked' } : said;
}

const UNKNOWN: SwitchGiven = { kind: 'unknown' };

function judge(value: Expression, model: SemanticModel): SwitchGiven {
  const values = model.values.possible(value);
  if (values?.some((each) => each.kind === 'bool' && !each.value) === true) {
    return { kind: 'off', how: value.kind === 'Constant' ? 'written' : 'possible' };
  }
  if (values?.every((each) => each.kind === 'none') === true) return { kind: 'absent' };
  if (values?.every((each) => each.kind === 'bool') === true) return { kind: 'on' };
  return parameterDefault(value, model);
}

/** A parameter handed on is as its default: few callers say anything else. */
function parameterDefault(value: Expression, model: SemanticModel): SwitchGiven {
  const parameter = value.kind === 'Name' ? model.names.parameterOf(value) : undefined;
  const at = parameter === undefined ? undefined : defaultOf(parameter);
  const folded = at === undefined ? undefined : model.values.fold(at);
  if (parameter === undefined || at === undefined || folded?.kind !== 'bool') return UNKNOWN;
  return folded.value ? { kind: 'on' } : { kind: 'off', how: 'default', parameter: parameter.arg, at };
}
