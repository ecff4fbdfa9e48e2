/** Modules that a file names in its texts, and what it imports by a name made at run time. */
import { type Call, type Constant, type Expression, walk } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import type { SummaryTexts } from '../summary.ts';

/** Gathers, in the one pass over a file, what else than its imports may lead to a module, and the texts that name things. */
export class MentionRecorder {
  readonly #mentions = new Set<string>();
  readonly #loads = new Set<string>();
  readonly #words = new Set<string>();

  constructor(readonly model: SemanticModel) {}

  addTexts(constants: readonly Constant[]): void {
    for (const { value } of constants) if (value.kind === 'str') this.#addText(value.value);
  }

  #addText(text: string): void {
    if (text.length <= MAX_LENGTH) this.#addNames(text.trim());
    if (text.length > MAX_LENGTH || text.length < 3 || !(text.includes('.') || text.includes('-m '))) return;
    const named = MODULE_TEXT.exec(text)?.[1] ?? COMMAND.exec(text)?.[1];
    if (named !== undefined) this.#mentions.add(named);
    else if (SCRIPT_PATH.test(text)) this.#mentions.add(dottedPath(text));
  }

  /** Of running text only words that look like paths or identifiers. */
  #addNames(text: string): void {
    if (!/\s/.test(text)) {
      if (text.length > 1) this.#words.add(text);
      return;
    }
    for (const word of text.split(/\s+/)) if (/\w[._/]\w/.test(word)) this.#words.add(word);
  }

  addCall(call: Call, callee: string): void {
    if (call.keywords.some(({ arg, value }) => arg === undefined && value.kind !== 'Dict')) this.#words.add('**');
    const loader = LOADERS.get(callee);
    if (loader !== undefined) for (const loaded of loadedBy(call, loader, this.model)) this.#loads.add(loaded);
  }

  result(): SummaryTexts {
    return {
      mentions: [...this.#mentions].sort(),
      words: [...this.#words].sort(),
      loads: [...this.#loads].sort(),
    };
  }
}

const MAX_LENGTH = 120;
/** `pkg.module`, `pkg.module:attribute`, `command = pkg.module:attribute`. */
const MODULE_TEXT = /^(?:[\w.-]+ *= *)?([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+)(?::[\w.]*)?$/;
const COMMAND = /-m ([A-Za-z_][\w.]*)/;
const SCRIPT_PATH = /^[\w./-]+\.py$/;

const dottedPath = (path: string): string =>
  path
    .slice(0, -'.py'.length)
    .split('/')
    .filter((part) => part !== '' && part !== '.' && part !== '..')
    .join('.');

/** Which argument says what is loaded: a module's name, or the prefix of the names found in a folder. */
interface Loader {
  readonly position: number;
  readonly keyword: string;
  readonly takes: 'name' | 'path';
}

const byName: Loader = { position: 0, keyword: 'name', takes: 'name' };
const byPath: Loader = { position: 0, keyword: 'path', takes: 'path' };

const LOADERS: ReadonlyMap<string, Loader> = new Map([
  ['importlib.import_module', byName],
  ['builtins.__import__', byName],
  ['runpy.run_module', byName],
  ['django.utils.module_loading.import_string', byName],
  ['werkzeug.utils.import_string', byName],
  ['pkgutil.iter_modules', byPath],
  ['pkgutil.walk_packages', byPath],
  ['importlib.util.spec_from_file_location', { position: 1, keyword: 'location', takes: 'path' }],
  ['runpy.run_path', { position: 0, keyword: 'path_name', takes: 'path' }],
]);

/**
 * `pkg.plugins.`: everything below; `{pkg.settings.PLUGINS}.`: below what that constant names; `pkg.*`: the modules beside this one, where nothing is known of the name: what it
 * loads from elsewhere is named in some text.
 */
function loadedBy(call: Call, { position, keyword, takes }: Loader, model: SemanticModel): readonly string[] {
  const argument = model.values.givenArgument(call, keyword, position);
  if (argument === undefined) return [`${packageOf(model)}.*`];
  if (takes === 'name') return textsOf(argument, model) ?? [loadedByName(argument, model)];
  const files = filesNamed(argument, model);
  return files.length > 0 ? files : [`${packageWithPath(argument, model) ?? packageOf(model)}.`];
}

/** All that it may be, where that is written: `for name in ("shop.orders", "shop.bills")`. */
function textsOf(argument: Expression, model: SemanticModel): readonly string[] | undefined {
  const texts = model.values.possible(argument)?.map((value) => (value.kind === 'str' ? value.value : ''));
  // Relative to a package that is elsewhere.
  if (texts === undefined || texts.some((text) => text === '' || text.startsWith('.'))) return undefined;
  // Those with dots are mentions of their own.
  return texts.flatMap((text) => (text.includes('.') ? [] : `/${text}`));
}

/** `/notify` of `Path(__file__).parent / "notify.py"`. */
function filesNamed(argument: Expression, model: SemanticModel): readonly string[] {
  const files: string[] = [];
  for (const origin of model.flow.origins(argument)) {
    walk(origin, (node) => {
      const text = node.kind === 'Constant' && node.value.kind === 'str' ? node.value.value : '';
      const stem = text.slice(Math.max(text.lastIndexOf('/'), text.lastIndexOf('\\')) + 1, -'.py'.length);
      if (text.endsWith('.py') && stem !== '') files.push(`/${stem}`);
      return undefined;
    });
  }
  return files;
}

function loadedByName(argument: Expression, model: SemanticModel): string {
  const own = packageOf(model);
  const beginning = model.values.string(argument) ?? constantStart(argument, model);
  if (beginning === undefined || beginning === '') {
    return importedStart(argument, model) ?? `${own}.${isOwnName(argument) ? '' : '*'}`;
  }
  return beginning.startsWith('.') ? `${own}.` : beginning;
}

function constantStart(argument: Expression, model: SemanticModel): string | undefined {
  const [first] = model.values.textPieces(argument) ?? [];
  if (first?.kind === 'constant') return first.text;
  // `f"{__name__}.{name}"`, `__package__ + "." + name`
  return first?.kind === 'expression' && isOwnName(first.expression) ? '.' : undefined;
}

/** `import_module(f"{settings.PLUGINS}.{name}")`: the constant that stands for the beginning, for the project to look up. */
function importedStart(argument: Expression, model: SemanticModel): string | undefined {
  const [first] = model.values.textPieces(argument) ?? [];
  const start = first?.kind === 'expression' ? first.expression : argument;
  const named = start.kind === 'Name' || start.kind === 'Attribute' ? model.names.qualifiedName(start) : undefined;
  return named === undefined || named.startsWith(`${model.names.moduleName}.`) ? undefined : `{${named}}.`;
}

const isOwnName = (expression: Expression): boolean =>
  expression.kind === 'Name' && (expression.id === '__name__' || expression.id === '__package__');

/** `plugins.__path__` of a package that is imported. */
function packageWithPath(argument: Expression, model: SemanticModel): string | undefined {
  if (argument.kind !== 'Attribute' || argument.attr !== '__path__') return undefined;
  return model.names.qualifiedName(argument.value);
}

function packageOf({ path, names: { moduleName } }: SemanticModel): string {
  if (/(^|\/)__init__\.pyi?$/.test(path)) return moduleName;
  return moduleName.slice(0, Math.max(0, moduleName.lastIndexOf('.')));
}
