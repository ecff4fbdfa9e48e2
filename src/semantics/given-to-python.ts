/**
 * What code and commands give to a Python interpreter, found without a tree: all files are asked before the first is parsed. A path too many
 * names no file of the repository; a file that is missed here is not read as Python.
 */

export interface GivenToPython {
  /** Paths of files, as they are written. */
  readonly paths: readonly string[];
  /** Lines where code of several lines begins in a command: `python - <<EOF`, `python -c "`. */
  readonly codeAt: readonly number[];
}

/** Of a file of Python, or of one that holds commands. */
export function givenToPython(content: string): GivenToPython {
  if (!MENTIONS_PYTHON.test(content)) return { paths: [], codeAt: [] };
  const found: Found = { paths: new Set(), codeAt: [] };
  const given = new GivenTexts(content);
  for (const { index, 0: name } of content.matchAll(LOADER)) {
    if (isInComment(content, index)) continue;
    const parts = partsAt(content, index + name.length);
    const wanted = /^(?:exec|eval)/.test(name) ? parts.slice(0, 1) : parts;
    for (const path of wanted.flatMap((part) => given.pathsIn(part))) found.paths.add(path);
  }
  for (const { index, 0: name } of content.matchAll(INTERPRETER))
    if (!isInComment(content, index)) readArguments(content, index + name.length, given, found);
  for (const [, path = ''] of content.matchAll(RUN_BY_MAGIC)) found.paths.add(path);
  for (const [, list = ''] of content.matchAll(SEARCHED))
    for (const path of list.split(':')) found.paths.add(plainPath(path));
  return { paths: [...found.paths].filter(isPath), codeAt: found.codeAt };
}

interface Found {
  readonly paths: Set<string>;
  readonly codeAt: number[];
}

/** Functions that run a file, or code that was read of one. */
const LOADERS =
  'exec|eval|execfile|run_path|load_source|zipimporter|addsitedir|spec_from_file_location|Source(?:less)?FileLoader';
/**
 * Programs that start Python with the file behind them. `uv run`, `hatch run`, `pdm run` and their like start whatever program is named, and
 * `streamlit run` and `spark-submit` take a file for Python only by its ending.
 */
const RUNNERS = '(?:coverage|pipx)[ \\t]+run|uv[ \\t]+run[ \\t]+(?:-s|--script)|accelerate[ \\t]+launch|torchrun';

/** Asked of all files: most say no. */
const MENTIONS_PYTHON = new RegExp(
  `python|pypy|PYTHON|%run\\b|\\bsys\\.(?:executable|path)\\b|\\b(?:${RUNNERS})\\b|\\b(?:${LOADERS})[ \\t]*\\(`,
);
const LOADER = new RegExp(
  `\\b(?:${LOADERS}|sys\\.path\\.(?:append|extend|insert))[ \\t]*\\(|\\bsys\\.path(?:\\[[^\\]\\n]{0,20}\\])?[ \\t]*\\+?=[ \\t]*\\[`,
  'g',
);
/** An interpreter, or what starts one with the file behind it. */
const INTERPRETER = new RegExp(
  `\\bsys\\.executable\\b|(?<![\\w./-])(?:${RUNNERS})(?![\\w./-])|(?:\\b(?:i?python|pypy)(?:\\d[\\d.]{0,9})?(?:\\.exe)?|PYTHON\\d?)(?![\\w./-])`,
  'g',
);
const RUN_BY_MAGIC = /^[ \t"]*%run[ \t]+(?:-[a-z][ \t]+){0,4}([\w./-]{1,200})/gm;
const SEARCHED = /\bPYTHONPATH[ \t]*[=:][ \t]*["']?([\w./:${}-]{1,300})/g;

const isPath = (text: string): boolean => /^[\w./-]{1,200}$/.test(text) && /\w/.test(text);

function isInComment(content: string, at: number): boolean {
  const before = content.slice(Math.max(0, at - MOST_BEFORE), at);
  return /(?:^|\s)#/.test(before.slice(before.lastIndexOf('\n') + 1));
}

const MOST_BEFORE = 300;

/** Behind the name of an interpreter: elements of a list, or the rest of a command. */
function readArguments(content: string, at: number, given: GivenTexts, found: Found): void {
  const rest = content.slice(at, at + MOST_REST);
  const [list] = /^["']?\s{0,20},/.exec(rest) ?? [];
  if (list !== undefined) {
    const parts = partsAt(content, at + list.length);
    const words = parts.map((part) => /^\s*[rf]?["']([^"'\n]*)["']\s*$/.exec(part)?.[1] ?? part.trim());
    const first = firstGiven(words);
    if (first.kind === 'path') for (const path of given.pathsIn(parts[first.index] ?? '')) found.paths.add(path);
    return;
  }
  const words = wordsBehind(rest);
  const first = firstGiven(words);
  const word = first.kind === 'path' ? words[first.index] : undefined;
  if (word !== undefined) found.paths.add(plainPath(word));
  if (first.kind === 'code' && isOfLines(rest)) found.codeAt.push(at);
}

/** A single line behind `-c` is short enough for anyone who reads the command. */
function isOfLines(rest: string): boolean {
  const [line = ''] = rest.split(/\r?\n/, 1);
  const [, quote = '', code = ''] = /-[A-Za-z]{0,9}c\s+(?:\\?(['"]))(.*)$/.exec(line) ?? [];
  return line.includes('<<') || (quote !== '' && !code.includes(quote));
}

const MOST_REST = 300;
const MOST_WORDS = 16;

/** Words of a command, which may go on behind a backslash or in a list below it. */
function wordsBehind(rest: string): readonly string[] {
  const [line = '', ...below] = rest.replace(/\\\r?\n/g, ' ').split(/\r?\n/, MOST_WORDS);
  // The output of a command in it is as unknown as a variable.
  const own = line.replace(/^[)}\]"'`]+/, '').replace(/\$\([^()]*\)/g, '$$0');
  if (own.trim() !== '') return wordsOf(own);
  const end = below.findIndex((each) => !GOES_ON.test(each));
  return below.slice(0, end < 0 ? below.length : end).flatMap((each) => wordsOf(each.replace(GOES_ON, '')));
}

/** Lines that add words to those of the line before: elements of a YAML list, the `CMD` behind an `ENTRYPOINT`. */
const GOES_ON = /^\s*(?:-\s|CMD\b|args:|command:)/;

const wordsOf = (line: string): readonly string[] =>
  line.split(/[\s"'`,+[\]]+/, MOST_WORDS).filter((word) => word !== '');

/** `"${HERE}/tool.dat"`: what a variable stands for is not known. In Windows a path may be written with `\`. */
const plainPath = (word: string): string =>
  word
    .replaceAll('\\', '/')
    .replace(/^[\s\S]*[)}]\/?|^\$\w+\//, '')
    .replace(/[;|&)].*$/, '');

/** Which word of those behind an interpreter is what it runs. */
function firstGiven(words: readonly string[]): { readonly kind: 'path' | 'code' | 'none'; readonly index: number } {
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? '';
    if (word.startsWith('<<') || /^-[A-Za-z]{0,9}c$/.test(word)) return { kind: 'code', index };
    if (word === '-' || word === '<') continue;
    if (word === '-m') {
      if (!RUNNING_FILES.has(words[++index] ?? '')) break;
      if (words[index + 1] === 'run') index++;
    } else if (/^-[WXQ]$/.test(word)) index++;
    else if (/^[|;&>)#]/.test(word)) break;
    else if (!word.startsWith('-')) return { kind: 'path', index };
  }
  return { kind: 'none', index: words.length };
}

/** Modules that run a file. */
const RUNNING_FILES: ReadonlySet<string> = new Set(['cProfile', 'coverage', 'pdb', 'profile', 'trace']);

/** What is between commas, up to the closing bracket, in the next `MOST_ARGUMENTS` characters. */
function partsAt(content: string, start: number): readonly string[] {
  const parts: string[] = [];
  let [open, quote, from] = [0, '', start];
  const most = Math.min(content.length, start + MOST_ARGUMENTS);
  for (let at = start; at < most; at++) {
    const character = content.charAt(at);
    if (quote !== '') {
      if (character === '\\') at++;
      else if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if ('([{'.includes(character)) open++;
    else if (')]}'.includes(character) && --open < 0) return [...parts, content.slice(from, at)];
    else if (character === ',' && open === 0) {
      parts.push(content.slice(from, at));
      from = at + 1;
    }
  }
  return [...parts, content.slice(from, most)];
}

const MOST_ARGUMENTS = 600;

/** Paths in an expression, also those in what the file binds to its names. */
class GivenTexts {
  #bound: ReadonlyMap<string, readonly string[]> | undefined;
  readonly #known = new Map<string, readonly string[]>();

  constructor(readonly content: string) {}

  pathsIn(expression: string, steps = MOST_STEPS): readonly string[] {
    const names = steps === 0 ? [] : namesIn(expression).slice(0, MOST_NAMES);
    return [...pathsWritten(expression), ...names.flatMap((name) => this.#pathsOf(name, steps - 1))];
  }

  /** What a name is bound to; nothing of what is read as data or filled in. */
  #pathsOf(name: string, steps: number): readonly string[] {
    const key = `${steps} ${name}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.#bound ??= bindingsIn(this.content);
    const values = (this.#bound.get(name) ?? []).filter((value) => !IS_MADE.test(value));
    const paths = values.flatMap((value) => this.pathsIn(value, steps)).slice(0, MOST_PATHS);
    this.#known.set(key, paths);
    return paths;
  }
}

const MOST_STEPS = 4;
const MOST_NAMES = 8;
const MOST_PATHS = 40;
const IS_MADE = /\b(?:json|yaml|toml|tomllib|csv|pickle)\b|\.(?:format|replace|render|substitute)\b|Template|["']\s*%/;

function namesIn(expression: string): readonly string[] {
  const code = expression.replace(/"[^"\n]*"|'[^'\n]*'/g, ' ');
  return [...code.matchAll(/(?<![\w.])[A-Za-z_]\w{0,99}(?!\w)/g)].map(([name]) => name);
}

function bindingsIn(content: string): ReadonlyMap<string, readonly string[]> {
  const bound = new Map<string, string[]>();
  for (const [, assigned, value, turned, items, made, opened] of content.matchAll(BINDING)) {
    const name = assigned ?? turned ?? opened ?? '';
    const values = bound.get(name) ?? [];
    if (values.length < MOST_VALUES) values.push(value ?? items ?? made ?? '');
    bound.set(name, values);
  }
  return bound;
}

const MOST_VALUES = 4;
const BINDING =
  /^[ \t]*(?:([A-Za-z_]\w{0,99})[ \t]*(?::[^=\n]{1,99})?=(?!=)([^\n]{1,300})|(?:async[ \t]+)?for[ \t]+(\w{1,99})[ \t]+in[ \t]([^\n]{1,300})|(?:async[ \t]+)?with[ \t]+([^\n]{1,300}?)[ \t]+as[ \t]+(\w{1,99})[ \t]*:)/gm;

/** Strings in an expression, alone and joined with those behind them: `HERE / "conf" / "tool.dat"`. */
function pathsWritten(expression: string): readonly string[] {
  const texts = [...expression.matchAll(/["']([\w./-]{1,200})["']/g)].slice(0, MOST_TEXTS).map(([, text = '']) => text);
  return texts.flatMap((_, from) => texts.slice(from).map((_, more) => texts.slice(from, from + more + 1).join('/')));
}

const MOST_TEXTS = 8;
