/**
 * Where the caught exception is within its handler: under its own name, in `sys.exc_info()` and `traceback.format_exc()`,
 * and in names of the handler that were made from these.
 *
 * `type(e).__name__` and `e.__class__` are not the exception: they drop the message, which is what helps. Every other
 * part of it (`e.args`, `e.code`, `e.response`) is.
 */
import type { Assign, Call, ExceptHandler, Expression, Node } from '../../ast/index.ts';
import { callKeyword, holds, walk } from '../../ast/index.ts';
import { walkOwnCode } from '../effects/calls-within.ts';
import type { SemanticModel } from '../model.ts';

export class CaughtValue {
  readonly #model: SemanticModel;
  /** Names of the handler that hold the exception or its text. */
  readonly #holders = new Set<string>();
  /** Those of them that hold a traceback. */
  readonly #tracebacks = new Set<string>();

  constructor(model: SemanticModel, handler: ExceptHandler) {
    this.#model = model;
    if (handler.name !== undefined) this.#holders.add(handler.name);
    walkOwnCode(handler.body, (node) => {
      if (node.kind === 'Assign') this.#learn(node.targets, node.value);
      else if (node.kind === 'AnnAssign' && node.value !== undefined) this.#learn([node.target], node.value);
      else if (node.kind === 'NamedExpr' || node.kind === 'AugAssign') this.#learn([node.target], node.value);
      // `for line in traceback.format_exception(…)`
      else if (node.kind === 'For' || node.kind === 'comprehension') this.#learn([node.target], node.iter);
      else if (node.kind === 'Call') this.#learnFilled(node);
      return undefined;
    });
  }

  /** The exception, a part or its text is somewhere in the expression. */
  isIn(expression: Node): boolean {
    let found = false;
    walk(expression, (node) => {
      if (found || this.#losesIt(node)) return 'skip';
      found = this.#isIt(node);
      return undefined;
    });
    return found;
  }

  /** The traceback is somewhere in the expression. */
  isTracebackIn(expression: Node): boolean {
    return holds(expression, (node) =>
      node.kind === 'Name'
        ? this.#tracebacks.has(node.id)
        : node.kind === 'Attribute'
          ? node.attr === '__traceback__' && this.isIn(node.value)
          : node.kind === 'Call' && TRACEBACK_CALLS.has(this.#nameOf(node) ?? ''),
    );
  }

  /** The class of the exception is reported: asked for by itself, or as a part of what `repr` makes. */
  isClassIn(expression: Node): boolean {
    return holds(expression, (node) => {
      switch (node.kind) {
        case 'Attribute':
          return node.attr === '__class__' && this.isIn(node.value);
        case 'FormattedValue':
          return node.conversion === 'r'.charCodeAt(0) && this.isIn(node.value);
        case 'Call':
          return CLASS_CALLS.has(this.#nameOf(node) ?? '') && node.args.some((arg) => this.isIn(arg));
        default:
          return false;
      }
    });
  }

  #learn(targets: Assign['targets'], value: Expression): void {
    const hasException = this.isIn(value);
    const hasTraceback = this.isTracebackIn(value);
    if (!hasException && !hasTraceback) return;
    for (const target of targets.flatMap((each) => (each.kind === 'Tuple' ? each.elts : [each]))) {
      const place = target.kind === 'Subscript' ? target.value : target;
      if (place.kind !== 'Name') continue;
      this.#holders.add(place.id);
      if (hasTraceback) this.#tracebacks.add(place.id);
    }
  }

  /** `lines.append(str(e))`, `details.update(error=e)`, `traceback.print_exc(file=buffer)`: a name takes the exception in. */
  #learnFilled(call: Call): void {
    const file = callKeyword(call, 'file')?.value;
    if (file !== undefined && TRACEBACK_PRINTERS.has(this.#nameOf(call) ?? '')) {
      if (file.kind === 'Name') this.#tracebacks.add(file.id);
    } else if (call.func.kind === 'Attribute' && FILLING.has(call.func.attr)) {
      for (const value of [...call.args, ...call.keywords.map((keyword) => keyword.value)]) {
        this.#learn([call.func.value], value);
      }
    }
  }

  #isIt(node: Node): boolean {
    if (node.kind === 'Name') return this.#holders.has(node.id);
    if (node.kind !== 'Call') return false;
    const name = this.#nameOf(node);
    return name !== undefined && (EXCEPTION_CALLS.has(name) || TRACEBACK_CALLS.has(name));
  }

  /** What is asked of the exception without keeping it: its class, whether it is of a kind, a comparison. */
  #losesIt(node: Node): boolean {
    if (node.kind === 'Attribute') return node.attr === '__class__';
    if (node.kind === 'Compare') return true;
    return node.kind === 'Call' && QUESTIONS.has(this.#nameOf(node) ?? '');
  }

  #nameOf(call: Call): string | undefined {
    return this.#model.names.qualifiedName(call.func);
  }
}

const FILLING: ReadonlySet<string> = new Set(['append', 'extend', 'insert', 'add', 'update', 'setdefault', 'write']);

const TRACEBACK_PRINTERS: ReadonlySet<string> = new Set([
  'traceback.print_exc',
  'traceback.print_exception',
  'traceback.print_tb',
]);

/** They give the exception, or its text, to the caller in a handler. */
export const EXCEPTION_CALLS: ReadonlySet<string> = new Set([
  'sys.exc_info',
  'sys.exception',
  'traceback.format_exception_only',
]);

const CLASS_CALLS: ReadonlySet<string> = new Set(['builtins.type', 'builtins.repr', 'traceback.format_exception_only']);

const TRACEBACK_CALLS: ReadonlySet<string> = new Set(
  `traceback.format_exc traceback.format_exception traceback.format_tb
   traceback.TracebackException traceback.TracebackException.from_exception traceback.extract_tb sys.exc_info`.split(
    /\s+/,
  ),
);

const QUESTIONS: ReadonlySet<string> = new Set(
  'builtins.type builtins.isinstance builtins.issubclass builtins.hasattr builtins.id builtins.len builtins.bool'.split(
    ' ',
  ),
);
