/** Values that are written as a text where they stand, or as a number of the clock. */
import { type Expression, holds } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';

const FORMATTING: ReadonlySet<string> = new Set(['builtins.str', 'builtins.hex', 'builtins.format', 'time.strftime']);
const FORMATTING_METHODS: ReadonlySet<string> = new Set(['format', 'join', 'strftime', 'isoformat', 'hexdigest']);
/** Names of what distinguishes things. */
export const ID_NAME = /(^|_)(id|uid|guid|uuid|nonce|identifier|key)$|[a-z](Id|ID|Uid|UID|Key)$/;

/** The text that the value is written as here; a name that already holds one was looked at where it was bound. */
export function formattedText(value: Expression, model: SemanticModel): Expression | undefined {
  switch (value.kind) {
    case 'JoinedStr':
      return value;
    case 'Subscript':
      return formattedText(value.value, model) === undefined ? undefined : value;
    case 'BinOp':
      return isText(value.left, model) || isText(value.right, model) ? value : undefined;
    case 'BoolOp':
      return value.values.map((part) => formattedText(part, model)).find((part) => part !== undefined);
    case 'IfExp':
      return formattedText(value.body, model) ?? formattedText(value.orelse, model);
    case 'Call': {
      const { func } = value;
      const isFormatting =
        FORMATTING.has(model.names.qualifiedName(func) ?? '') ||
        (func.kind === 'Attribute' && FORMATTING_METHODS.has(func.attr));
      const isConverted = value.args.length === 1 && ID_NAME.test(nameOfTarget(value.args[0] ?? value) ?? '');
      return isFormatting && !isConverted ? value : undefined;
    }
    default:
      return undefined;
  }
}

function isText(side: Expression, model: SemanticModel): boolean {
  return model.values.string(side) !== undefined || formattedText(side, model) !== undefined;
}

/** `time.time_ns()`, `int(time.time() * 1000)`: a number is as good as a text. */
export function isNumberOfClock(value: Expression, model: SemanticModel): boolean {
  if (value.kind !== 'Call') return false;
  const name = model.types.calleeName(value.func) ?? '';
  if (/^time\.time(?:_ns)?$/.test(name)) return true;
  const [given] = value.args;
  return (
    name === 'builtins.int' &&
    given !== undefined &&
    holds(given, (node) => node.kind === 'Call' && /^time\.time(?:_ns)?$/.test(model.types.calleeName(node.func) ?? ''))
  );
}

/** `request_id`, `self.run_id`; a subscript names an entry, not its value. */
export function nameOfTarget(target: Expression): string | undefined {
  return target.kind === 'Name' ? target.id : target.kind === 'Attribute' ? target.attr : undefined;
}
