import type { Claim, LineRange } from './claim.ts';
import type { CodeFile } from './repository-code.ts';
import { indexOfWhole } from './whole-word.ts';

/** A place where a name that a document gives is defined, or stands where nothing defines it. */
export interface NamedPlace {
  readonly path: string;
  readonly name: string;
  readonly lines: LineRange;
  readonly isDefinition: boolean;
  /** The name stands nowhere else in the file. */
  readonly isAlone: boolean;
  /** No other file of code or settings holds the name. */
  readonly isOnly?: boolean;
  /** It stood there as the document saw it, and the file has it no more. */
  readonly isLost?: boolean;
}

/** Code in backticks, as a text has it. */
export const codesIn = (text: string): readonly string[] =>
  [...text.matchAll(/`([^`\n]+)`/g)].flatMap(([, code]) => code?.trim() ?? []);

/** The names that a claim gives, as code has them: without calls, brackets and what stands before `self.`. Longest first. */
export function codeNames({ names }: Pick<Claim, 'names'>): readonly string[] {
  const found = names.flatMap((written) => {
    const name = written
      .trim()
      .replace(/\(.*$/s, '')
      .replace(/^(?:async )?(?:def|class) /, '')
      .replace(/^(?:self|cls)\./, '')
      .replaceAll('::', '.')
      .replace(/[:=].*$/s, '')
      .trim();
    return /^[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*)*$/u.test(name) && !EVERYDAY.has(name) ? name : [];
  });
  return [...new Set(found)];
}

/**
 * Words of the prose that are written as code is: with an underscore inside (`METADATA_SCHEMA`), or two humps (`CanaryMetrics`). They count
 * where something of that name is defined.
 */
export function proseNames({ title, text, names }: Pick<Claim, 'title' | 'text' | 'names'>): readonly string[] {
  const known = new Set(codeNames({ names }));
  const words = `${title} ${text}`.match(/(?<![\\\w./-])\w{3,80}(?![\w/-])/g) ?? [];
  const found = words.filter((word) => /\w_\w|^_[a-z]|^[A-Z][a-z0-9]{1,40}[A-Z]/.test(word));
  return [...new Set(found)].filter((name) => !known.has(name)).slice(0, MOST_PROSE_NAMES);
}

const MOST_PROSE_NAMES = 20;

/** Dotted names that may be modules: `shop.api.orders`. */
export function modulesOf(text: string): readonly string[] {
  const found = text.match(/(?<![\w./@-])[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+(?![\w(./-])/g) ?? [];
  return [...new Set(found)].slice(0, MOST_PROSE_NAMES);
}

/** Paths of requests that a claim speaks of: `/infer`, `POST /api/v1/jobs`. */
export function routesOf({ title, text, names }: Pick<Claim, 'title' | 'text' | 'names'>): readonly string[] {
  const written = [...names, ...(`${title} ${text}`.match(/(?<![\w.}/])\/[a-z][\w/{}-]*(?![\w.])/g) ?? [])];
  const spoken = `${title} ${text}`.matchAll(
    /(?<![\w/-])(health|liveness|readiness|metrics|login)[ -](?:checks?|probe|endpoint|route)(?!\w)/gi,
  );
  written.push(...[...spoken].map(([, word = '']) => `/${word.toLowerCase()}`));
  const found = written.flatMap((name) => /^(?:[A-Z]+ )?(\/[\w{}-][\w/{}-]*)$/.exec(name.trim())?.[1] ?? []);
  return [...new Set(found)];
}

/** Words in backticks that are no names of anybody's code. */
const EVERYDAY: ReadonlySet<string> = new Set(
  'self cls None True False int str dict list float bool bytes set tuple object type print len range import async await'.split(
    ' ',
  ),
);

/** Where names stand in a file: where they are defined, and on the few lines that use them. */
export function namedIn(names: readonly string[], file: CodeFile): readonly NamedPlace[] {
  return names.flatMap((name) => {
    const defined = definitionsOf(name, file);
    const uses = usesOf(name, file).filter(
      ({ lines: { first } }) => !defined.some(({ lines }) => lines.first <= first && first <= lines.last),
    );
    // What stands line by line below one another is one place.
    const runs = uses.filter(({ lines: { first } }) => !uses.some(({ lines }) => lines.first === first - 1));
    return defined.length > 0 && runs.length > MOST_BESIDE ? defined : [...defined, ...uses];
  });
}

/** The functions that serve a route, written as it is or as the end of a longer one. */
export function servedIn(route: string, file: CodeFile): readonly NamedPlace[] {
  const { path } = file;
  const constructs = file.text.content.includes(route.slice(route.lastIndexOf('/'))) ? file.constructs : [];
  const serving = constructs.filter(({ routes = [] }) => routes.some((each) => each !== '/' && route.endsWith(each)));
  return serving.map(({ lines }) => ({ path, name: route, lines, isDefinition: true, isAlone: serving.length === 1 }));
}

/** What is defined here and used on a few lines may be spoken of for its use. */
const MOST_BESIDE = 3;

/** More lines than these are no place. */
const MOST_USES = 6;

function definitionsOf(name: string, file: CodeFile): NamedPlace[] {
  const { path } = file;
  const constructs = mayDefine(name.slice(name.lastIndexOf('.') + 1), file) ? file.constructs : [];
  const isQualified = name.includes('.');
  const inModule = nameInModule(name, path);
  const found = constructs.filter((each) => {
    if (isQualified)
      return isCalled(each.qualifiedName, name) || (inModule !== undefined && isCalled(each.qualifiedName, inModule));
    return each.name === name;
  });
  const [first] = found;
  if (first === undefined) return [];
  // What methods bind again is one thing: its first binding.
  const told = first.kind === 'variable' ? [first] : found.filter(({ kind }) => kind !== 'variable');
  return told.map(({ lines }) => ({ path, name, lines, isDefinition: true, isAlone: told.length === 1 }));
}

/** Whether a file has to be parsed to know: it may look so where nothing is defined, and looks so wherever something is. */
export function mayDefine(name: string, file: CodeFile): boolean {
  for (const before of beforeEach(name, file)) {
    if (BINDING.has(before.at(-1) ?? '') || DEFINING.some((word) => before.endsWith(word))) return true;
    if (before.endsWith('.') && OWNERS.some((owner) => before.slice(0, -1).trimEnd().endsWith(owner))) return true;
  }
  return false;
}

/** The same of a function. */
export function mayDefineFunction(name: string, file: CodeFile): boolean {
  for (const before of beforeEach(name.slice(name.lastIndexOf('.') + 1), file)) if (before.endsWith('def')) return true;
  return false;
}

/** What stands before a name, without blanks; a line break where it begins a line. */
function* beforeEach(name: string, { text: { content } }: CodeFile): Generator<string> {
  for (let at = content.indexOf(name); at >= 0; at = content.indexOf(name, at + name.length)) {
    const near = content.slice(Math.max(0, at - MOST_BEFORE), at);
    const line = near.slice(Math.max(near.lastIndexOf('\n'), near.lastIndexOf('\r')) + 1);
    yield line.replaceAll('(', '').trim() === '' ? '\n' : near.trimEnd();
  }
}

const MOST_BEFORE = 60;
const BINDING: ReadonlySet<string> = new Set(['\n', ';', ':', '=']);
const DEFINING: readonly string[] = ['def', 'class'];
const OWNERS: readonly string[] = ['self', 'cls'];

const isCalled = (qualifiedName: string, name: string): boolean =>
  qualifiedName === name || qualifiedName.endsWith(`.${name}`);

/** `orders.total_of` in the module `orders`. */
function nameInModule(name: string, path: string): string | undefined {
  const module = path.slice(path.lastIndexOf('/') + 1).replace(/\.pyi?$/, '');
  return name.startsWith(`${module}.`) ? name.slice(module.length + 1) : undefined;
}

function usesOf(name: string, file: CodeFile): NamedPlace[] {
  const { path, text, isPython } = file;
  const parts = name.split('.');
  // Nobody takes a file apart that does not hold it.
  if (!text.content.includes(parts[0] ?? name)) return [];
  const lines = new Set<number>();
  if (isPython) {
    const { tokens } = file;
    for (const [i, token] of tokens.entries()) {
      // A setting is read by its name in quotes.
      const isSetting = token.kind === 'text' && token.text === name;
      if (isSetting || (token.kind === 'name' && token.text === parts[0] && standsAt(parts, tokens, i)))
        lines.add(token.line);
    }
  } else {
    for (let line = 1; line <= text.lineCount; line++) if (holdsWord(text.lineText(line), name)) lines.add(line);
  }
  if (lines.size > MOST_USES) return [];
  return [...lines].map((line) => ({
    path,
    name,
    lines: { first: line, last: line },
    isDefinition: false,
    isAlone: lines.size === 1,
  }));
}

function standsAt(parts: readonly string[], tokens: CodeFile['tokens'], start: number): boolean {
  return parts.every(
    (part, i) => tokens[start + 2 * i]?.text === part && (i === 0 || tokens[start + 2 * i - 1]?.text === '.'),
  );
}

/** As a word of its own, not as a part of a longer name. */
const holdsWord = (line: string, name: string): boolean =>
  indexOfWhole(line, name, { before: /[\w-]/, behind: /[\w-]/ }) >= 0;
