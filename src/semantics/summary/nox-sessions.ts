/** What nox runs, as far as a noxfile.py writes it out. Source: https://nox.thea.codes/en/stable/config.html */
import { ancestors, type Call, type Expression, type FunctionDef, nodesOf } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import type { NoxCommand, NoxSession, NoxWord, SummaryNox } from '../nox.ts';
import { writtenTexts } from './written-texts.ts';

/** The sessions of a noxfile; nothing for other files. */
export function summarizeNox(model: SemanticModel): { readonly nox?: SummaryNox } {
  if (!/(^|\/)noxfile\.py$/.test(model.path)) return {};
  const reader = new SessionReader(model);
  const sessions = nodesOf(model.source.module, 'FunctionDef').flatMap((fn) => reader.sessionOf(fn) ?? []);
  if (sessions.length === 0) return {};
  const byDefault = defaultSessions(model);
  const lineStarts = model.source.text.lines.starts;
  return { nox: { lineStarts, sessions, ...(byDefault !== undefined && { byDefault }) } };
}

const DECORATORS: ReadonlySet<string> = new Set(['nox.session', 'nox_poetry.session', 'nox_uv.session']);
/** Methods of a session that run a command, and the words that some put before what they are given. */
const RUNNING: ReadonlyMap<string, readonly string[]> = new Map([
  ['run', []],
  ['run_always', []],
  ['run_install', []],
  ['install', ['pip', 'install']],
  ['conda_install', ['conda', 'install']],
  ['notify', ['nox', '-s']],
]);
const MAX_DEPTH = 5;

/** Commands of a function and of those that it hands its session to. */
interface Found {
  readonly commands: NoxCommand[];
  isComplete: boolean;
}

class SessionReader {
  readonly #functions: ReadonlyMap<string, FunctionDef>;
  readonly #calls = new Map<FunctionDef, Call[]>();

  constructor(readonly model: SemanticModel) {
    const { module } = model.source;
    this.#functions = new Map(nodesOf(module, 'FunctionDef').map((fn) => [fn.name, fn]));
    for (const call of nodesOf(module, 'Call')) {
      const around = model.context.defAround(call);
      if (around?.kind !== 'FunctionDef') continue;
      const known = this.#calls.get(around);
      if (known === undefined) this.#calls.set(around, [call]);
      else known.push(call);
    }
  }

  sessionOf(fn: FunctionDef): NoxSession | undefined {
    const { model } = this;
    const decorator = fn.decorator_list.find((each) =>
      DECORATORS.has(model.names.qualifiedName(each.kind === 'Call' ? each.func : each) ?? ''),
    );
    const parameter = parametersOf(fn)[0];
    if (decorator === undefined || parameter === undefined) return undefined;
    const given = (keyword: string): Expression | undefined =>
      decorator.kind === 'Call' ? model.values.givenArgument(decorator, keyword, undefined) : undefined;
    const [named, tags, chosen] = [given('name'), given('tags'), given('default')];
    const name = named === undefined ? fn.name : model.values.string(named);
    const isChosen = chosen === undefined ? undefined : model.values.fold(chosen);
    const found: Found = { commands: [], isComplete: name !== undefined };
    this.#read(fn, parameter, found, 0);
    return {
      name: name ?? fn.name,
      isDefault: !(isChosen?.kind === 'bool' && !isChosen.value),
      tags: tags === undefined ? [] : writtenTexts(tags, model).texts.map(({ value }) => value),
      ...found,
    };
  }

  #read(fn: FunctionDef, session: string, found: Found, depth: number): void {
    const calls = [...(this.#calls.get(fn) ?? [])].sort((a, b) => a.start - b.start);
    const moves = calls.filter((call) => ['chdir', 'cd'].includes(methodOf(call, session) ?? ''));
    for (const call of calls) {
      const first = RUNNING.get(methodOf(call, session) ?? '');
      if (first !== undefined) this.#readCommand(call, first, this.#folderOf(call, moves), found);
      else if (call.args.some((each) => isNamed(each, session))) this.#handOn(call, session, found, depth);
    }
  }

  /** A function of the file that is handed the session runs with it; of another one nothing is known. */
  #handOn(call: Call, session: string, found: Found, depth: number): void {
    const called = call.func.kind === 'Name' ? this.#functions.get(call.func.id) : undefined;
    const parameter = called && parametersOf(called)[call.args.findIndex((each) => isNamed(each, session))];
    if (called === undefined || parameter === undefined || depth >= MAX_DEPTH) found.isComplete = false;
    else this.#read(called, parameter, found, depth + 1);
  }

  #readCommand(call: Call, first: readonly string[], folder: string | undefined, found: Found): void {
    const at = { start: call.func.start, end: call.func.end };
    const given = call.args.flatMap((each) => this.#wordsOf(each));
    const words = [...first.map((text) => ({ text, isDynamic: false, ...at })), ...given];
    if (words[0] === undefined || words[0].isDynamic || given[0] === undefined) {
      found.isComplete &&= first.length > 0;
      return;
    }
    const codes = this.model.values.givenArgument(call, 'success_codes', undefined);
    const folded = codes && this.model.values.fold(codes);
    const elements = folded?.kind === 'list' || folded?.kind === 'tuple' ? folded.elements : [];
    const isTolerated = elements.some((each) => each.kind === 'int' && each.value === 1n);
    found.commands.push({
      words,
      start: call.start,
      end: call.end,
      isConditional: isConditional(call),
      ...(folder !== undefined && { folder }),
      ...(codes !== undefined && isTolerated && { toleratedAt: { start: codes.start, end: codes.end } }),
    });
  }

  #wordsOf(argument: Expression): NoxWord[] {
    const { model } = this;
    if (argument.kind !== 'Starred') return [this.#word(argument, model.values.string(argument))];
    const folded = model.values.fold(argument.value);
    const elements = folded?.kind === 'list' || folded?.kind === 'tuple' ? folded.elements : undefined;
    const texts = elements?.map((each) => (each.kind === 'str' ? each.value : undefined));
    return texts === undefined ? [this.#word(argument, undefined)] : texts.map((text) => this.#word(argument, text));
  }

  #word({ start, end }: Expression, text: string | undefined): NoxWord {
    const written = this.model.source.text.content.slice(start, end);
    return { text: text ?? written, isDynamic: text === undefined, start, end };
  }

  /** Where the last `chdir` before a call went; one in a `with` holds inside of it alone. */
  #folderOf(call: Call, moves: readonly Call[]): string | undefined {
    const last = moves.findLast((move) => {
      const block = move.parent?.kind === 'withitem' ? move.parent.parent : undefined;
      return move.start < call.start && (block === undefined || call.end <= block.end);
    });
    if (last === undefined) return '';
    const given = last.args[0];
    return given === undefined ? undefined : this.model.values.string(given);
  }
}

const parametersOf = ({ args: { posonlyargs, args } }: FunctionDef): string[] =>
  [...posonlyargs, ...args].map(({ arg }) => arg);

const isNamed = (expression: Expression, name: string): boolean => expression.kind === 'Name' && expression.id === name;

function methodOf({ func }: Call, session: string): string | undefined {
  return func.kind === 'Attribute' && isNamed(func.value, session) ? func.attr : undefined;
}

function isConditional(call: Call): boolean {
  for (const { kind } of ancestors(call)) {
    if (kind === 'FunctionDef') return false;
    if (kind === 'If' || kind === 'IfExp' || kind === 'For' || kind === 'While' || kind === 'ExceptHandler')
      return true;
  }
  return false;
}

/** `nox.options.sessions = ["lint", "tests"]`: what runs where none is named. */
function defaultSessions(model: SemanticModel): readonly string[] | undefined {
  const assignments = nodesOf(model.source.module, 'Assign').filter(({ targets }) =>
    targets.some((target) => model.names.qualifiedName(target) === 'nox.options.sessions'),
  );
  const [only, ...more] = assignments;
  if (only === undefined || more.length > 0) return undefined;
  const { texts, isComplete } = writtenTexts(only.value, model);
  return isComplete ? texts.map(({ value }) => value) : undefined;
}
