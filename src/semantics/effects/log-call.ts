/** Which calls tell someone: loggers, `print`, warnings, tracebacks printed, a command line's echo. */
import { type Call, callKeyword, type Expression } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import type { Callee } from './callee.ts';
import { effectOfName } from './known-effects.ts';

/** The level or the way (`error`, `exception`, `print`, `print_exc`, `echo`), where the call logs. */
export function logLevelOf(model: SemanticModel, call: Call, callee: Callee): string | undefined {
  const { name, method } = callee;
  const last = method ?? name?.slice(name.lastIndexOf('.') + 1);
  if (last === undefined) return undefined;
  const isLevel = LEVELS.has(last);
  if (!isLevel && !OTHER_METHODS.has(last)) return undefined;
  if (name !== undefined && !callee.isOwn && effectOfName(name) === 'log') return last;
  if (call.func.kind !== 'Attribute') return undefined;
  if (last === 'write') return isStandardStream(call.func.value) ? last : undefined;
  // Whatever takes the traceback under this name tells it.
  const isLog = isLevel && (callKeyword(call, 'exc_info') !== undefined || isLogger(model, call.func.value));
  return isLog ? last : undefined;
}

const LEVELS: ReadonlySet<string> = new Set(
  'trace debug info success notice warning warn error critical fatal exception log msg err aexception aerror awarning ainfo'.split(
    ' ',
  ),
);

const OTHER_METHODS: ReadonlySet<string> = new Set(
  `print warn_explicit print_exc print_exception print_stack print_last print_tb echo secho write pprint dump_traceback syslog
   capture_exception capture_message`.split(/\s+/),
);

/** By type first; a receiver of unknown type that is called `log` or `logger` is one too, and so is what it returns (`logger.bind()`). */
function isLogger(model: SemanticModel, receiver: Expression): boolean {
  let at = receiver;
  while (at.kind === 'Call' && at.func.kind === 'Attribute' && !model.types.isLogger(at)) at = at.func.value;
  return model.types.isLogger(at) || /^(?:\w*_)?log(?:ger|ging)?$/i.test(lastIdentifier(at) ?? '');
}

/** `self.stdout.write`, `sys.stderr.write` under another name. */
function isStandardStream(receiver: Expression): boolean {
  const identifier = lastIdentifier(receiver);
  return identifier === 'stdout' || identifier === 'stderr';
}

function lastIdentifier(expression: Expression): string | undefined {
  if (expression.kind === 'Attribute') return expression.attr;
  return expression.kind === 'Name' ? expression.id : undefined;
}
