import {
  type AndOr,
  type Assignment,
  type Command,
  forEachChild,
  type PipelineNode,
  type Redirection,
  type Script,
  type Statement,
  type SyntaxNode,
  type Word,
} from 'unbash';
import type { Span } from '../../text/index.ts';
import { readsScript } from './shell-program.ts';
import type {
  FailureHiding,
  ShellAssignment,
  ShellCommand,
  ShellDialect,
  ShellRedirection,
  ShellWord,
} from './shell-script.ts';

interface Circumstances {
  readonly isConditional: boolean;
  readonly hiding: FailureHiding | undefined;
  readonly depth: number;
}

/** Gathers the simple commands of a parsed script, with the folder and the conditions under which each runs. */
export class CommandCollector {
  /** Scripts that shells are given as their input (`bash <<EOF`, `sh <<< "…"`), by their places in the text. */
  readonly documents = new Map<ShellCommand, Span>();
  readonly #commands: ShellCommand[] = [];
  #folder: string | undefined = '';
  #stopsAtFailure: boolean;
  #hasPipefail: boolean;
  /** `set +e`, until `set -e`. */
  #ignoresFailure: Span | undefined;

  constructor(
    readonly spanOf: (node: { readonly pos: number; readonly end: number }) => Span,
    dialect: ShellDialect,
  ) {
    this.#stopsAtFailure = dialect.stopsAtFailure;
    this.#hasPipefail = dialect.hasPipefail;
  }

  collect({ commands }: Script): ShellCommand[] {
    const last = commands.at(-1);
    for (const statement of commands) {
      const success =
        last !== undefined && statement !== last && !this.#stopsAtFailure && isAlwaysSuccess(last.command);
      const hiding = success ? { kind: 'exit-zero' as const, span: this.spanOf(last) } : undefined;
      this.#statement(statement, { isConditional: false, hiding, depth: 0 });
    }
    return this.#commands;
  }

  #statement({ command }: Statement, around: Circumstances): void {
    if (command.type === 'AndOr') this.#andOr(command, around);
    else this.#node(command, around);
  }

  #andOr({ commands, operators }: AndOr, around: Circumstances): void {
    for (const [index, command] of commands.entries()) {
      const rescue = operators.indexOf('||', index);
      const next = rescue < 0 ? undefined : commands[rescue + 1];
      // What comes after `||` knows of the failure, whatever the rest of the script does.
      const rescued = next !== undefined && isAlwaysSuccess(next) ? this.spanOf(next) : undefined;
      const behind = this.spanOf(commands[rescue] ?? command).end;
      const hiding: FailureHiding | undefined =
        next === undefined ? around.hiding : rescued && { kind: 'or-true', span: rescued, behind };
      const isConditional = around.isConditional || operators[index - 1] === '||';
      this.#node(command, { ...around, isConditional, hiding });
    }
  }

  #node(node: SyntaxNode, around: Circumstances): void {
    if (around.depth > MAX_DEPTH) return;
    const deeper = { ...around, depth: around.depth + 1 };
    switch (node.type) {
      case 'Command':
        this.#command(node, around);
        return;
      case 'Pipeline':
        for (const [index, part] of node.commands.entries())
          this.#node(part, this.#inPipe(node.commands, index, deeper));
        return;
      case 'Statement':
        this.#statement(node, deeper);
        return;
      case 'Subshell':
        this.#aside(() => this.#children(node, deeper));
        return;
      case 'If':
      case 'For':
      case 'ArithmeticFor':
      case 'Select':
      case 'While':
      case 'Case':
      case 'Function':
      case 'Coproc':
      case 'CommandExpansion':
      case 'ProcessSubstitution':
        this.#aside(() => this.#children(node, { ...deeper, isConditional: true }));
        return;
      default:
        this.#children(node, deeper);
    }
  }

  #children(node: SyntaxNode, around: Circumstances): void {
    forEachChild(node, (child) => this.#node(child, around));
  }

  /** What a part of the script does to its folder does not reach the rest. */
  #aside(work: () => void): void {
    const folder = this.#folder;
    work();
    this.#folder = folder;
  }

  #inPipe(parts: readonly PipelineNode[], index: number, around: Circumstances): Circumstances {
    const next = parts[index + 1];
    if (next === undefined || this.#hasPipefail) return around;
    return { ...around, hiding: around.hiding ?? { kind: 'pipe', span: this.spanOf(next) } };
  }

  #command(command: Command, around: Circumstances): void {
    const named = command.name === undefined ? [] : [command.name, ...command.args];
    const words = named.map((word) => this.#word(word));
    const document = readsScript(words) ? command.redirects.findLast(isInput) : undefined;
    // Commands inside the words run first, and on their own.
    for (const part of [...command.prefix, ...command.suffix])
      if (part !== document) this.#node(part, { ...around, depth: around.depth + 1 });
    if (words.length === 0) return;
    const ignored = this.#ignoresFailure && { kind: 'set-plus-e' as const, span: this.#ignoresFailure };
    const hiding = around.hiding ?? ignored;
    const found: ShellCommand = {
      words,
      environment: command.prefix.flatMap((part) => (part.type === 'Assignment' ? this.#assignment(part) : [])),
      redirections: command.redirects.map((part) => this.#redirection(part)),
      span: this.spanOf(command),
      ...(this.#folder !== undefined && { folder: this.#folder }),
      ...(hiding !== undefined && { failureHiddenBy: hiding }),
      isConditional: around.isConditional,
    };
    this.#commands.push(found);
    if (document !== undefined) this.documents.set(found, textOfDocument(document));
    this.#follow(words, this.spanOf(command));
  }

  /** `cd` and `set` change what comes after them. */
  #follow([program, ...args]: readonly ShellWord[], span: Span): void {
    if (program?.text === 'cd' || program?.text === 'pushd') this.#folder = changedFolder(this.#folder, args);
    if (program?.text === 'popd') this.#folder = undefined;
    if (program?.text !== 'set') return;
    const options = args.map(({ text }) => text);
    if (options.some((option) => /^\+[a-z]*e/.test(option))) {
      this.#ignoresFailure = span;
      this.#stopsAtFailure = false;
    }
    if (options.some((option) => /^-[a-z]*e/.test(option)) || options.includes('errexit')) {
      this.#ignoresFailure = undefined;
      this.#stopsAtFailure = true;
    }
    if (options.includes('pipefail')) this.#hasPipefail = true;
  }

  #word(word: Word | Assignment): ShellWord {
    const span = this.spanOf(word);
    if (word.type === 'Assignment') return { text: word.text, isDynamic: /[$`]/.test(word.text), span };
    return { text: word.value, isDynamic: isDynamic(word), span };
  }

  #assignment({ name, value }: Assignment): ShellAssignment {
    return { name, ...(value.type === 'Word' && { value: this.#word(value) }) };
  }

  #redirection(redirection: Redirection): ShellRedirection {
    const { operator } = redirection;
    if (redirection.type === 'HereDoc' || redirection.target === undefined) return { operator };
    return { operator, target: this.#word(redirection.target) };
  }
}

const MAX_DEPTH = 100;

type InputDocument = Extract<Redirection, { readonly type: 'HereDoc' | 'HereString' }>;

const isInput = (redirection: Redirection): redirection is InputDocument =>
  redirection.type !== 'Redirect' && redirection.descriptor === undefined;

/** What is between the quotes of `<<< "…"`. */
function textOfDocument(document: InputDocument): Span {
  if (document.type === 'HereDoc') return { start: document.body.pos, end: document.body.end };
  const { pos: start, end, text } = document.target ?? { ...document, text: '' };
  return /^(["'])[\s\S]*\1$/.test(text) ? { start: start + 1, end: end - 1 } : { start, end };
}

function isDynamic({ parts }: Word): boolean {
  return (parts ?? []).some((part) => {
    if (part.type === 'DoubleQuoted' || part.type === 'LocaleString')
      return part.parts.some(({ type }) => type !== 'Literal');
    return part.type !== 'Literal' && part.type !== 'SingleQuoted' && part.type !== 'AnsiCQuoted';
  });
}

/** `true`, `:`, `exit 0`, and `echo` of what went wrong. */
function isAlwaysSuccess(node: PipelineNode | AndOr): boolean {
  if (node.type !== 'Command' || node.name === undefined) return false;
  const [argument] = node.args;
  if (node.name.value === 'exit' || node.name.value === 'return') return argument?.text === '0';
  return SUCCEEDING.has(node.name.value);
}

const SUCCEEDING: ReadonlySet<string> = new Set(['true', ':', 'echo', 'printf', '/bin/true']);

function changedFolder(folder: string | undefined, args: readonly ShellWord[]): string | undefined {
  const target = args.find(({ text }) => !/^-[LPe@]+$/.test(text) && text !== '--');
  if (target === undefined || target.isDynamic || target.text.startsWith('~') || target.text === '-') return undefined;
  if (target.text.startsWith('/')) return target.text;
  if (folder === undefined) return undefined;
  const names = folder.split('/').filter((name) => name !== '');
  for (const name of target.text.split('/')) {
    if (name === '..' && names.length > 0 && names.at(-1) !== '..') names.pop();
    else if (name !== '' && name !== '.') names.push(name);
  }
  if (names.length > MAX_FOLDERS) return undefined;
  return `${folder.startsWith('/') ? '/' : ''}${names.join('/')}`;
}

/** Every command tells its folder: one that goes down with each line would fill the memory. */
const MAX_FOLDERS = 200;
