/** What a file is for, by its place, its name and what is at its top. */
import type { ParsedModule } from '../../ast/index.ts';
import type { FileRole } from '../context.ts';
import { hasMainWork, startsProgram } from './entry-point.ts';

/**
 * Every role that a file has, the weightiest first: by where it lies, then by its name, then by what is at its top. A
 * file that none of the others fits is a script, a program or part of a library, and nothing else. So is one that comes to run in
 * production, whatever place, name and top say of it (`isReached`).
 */
export function fileRolesOf(path: string, source: ParsedModule, isReached = false): readonly [FileRole, ...FileRole[]] {
  const claimed = claimsOfPath(path);
  const { segments, file } = partsOf(path);
  const note = (role: FileRole, holds: boolean): void => {
    if (holds) claimed.add(role);
  };
  note('test', isOfBehave(file, source) || isOfPytest(source));
  note('documentation', isSphinxConfiguration(file, source));
  note('generated', hasGeneratedMarker(source));
  const roles = ROLES.filter((role) => claimed.has(role) && !(isReached && MAY_BE_REACHED.has(role)));
  const [first, ...others] = roles;
  if (first !== undefined) return [first, ...others];
  if (isScript(segments, file, source)) return ['script'];
  return [startsProgram(path, source) ? 'entry-point' : 'library'];
}

/** Whose code a file is by its place, name and top, where the project's own is meant to differ: others wrote it, or a program did. */
export function foreignRoleOf(path: string, source: ParsedModule): 'vendored' | 'generated' | undefined {
  const claimed = claimsOfPath(path);
  if (claimed.has('vendored')) return 'vendored';
  return claimed.has('generated') || hasGeneratedMarker(source) ? 'generated' : undefined;
}

/** What the place and the name of a file say that it is. */
export function claimsOfPath(path: string): Set<FileRole> {
  const { segments, file, folders } = partsOf(path);
  const roles = new Set<FileRole>();
  const note = (role: FileRole, holds: boolean): void => {
    if (holds) roles.add(role);
  };
  note('stub', file.endsWith('.pyi'));
  note('notebook', file.endsWith('.ipynb'));
  note('vendored', hasAny(folders, VENDORED_FOLDERS));
  note('test', isInTestFolder(path) || TEST_FILE.test(file));
  note('example', hasAny(folders, EXAMPLE_FOLDERS) || isSkillTemplate(segments));
  note('benchmark', hasAny(folders, BENCHMARK_FOLDERS) || BENCHMARK_FILE.test(file));
  note('documentation', hasAny(folders, DOCUMENTATION_FOLDERS));
  note('generated', GENERATED_FILE.test(file));
  return roles;
}

export function isInTestFolder(path: string): boolean {
  const { segments, folders } = partsOf(path);
  return hasAny(folders, TEST_FOLDERS) || hasTestFolder(segments);
}

/** Whether a file is a script by its place or name, as far as these tell. */
export function isScriptPath(path: string): boolean {
  const { segments, file } = partsOf(path);
  return (
    (SCRIPT_FILES.has(file) && segments.length === 0) ||
    segments.some((segment) => SCRIPT_FOLDERS.includes(segment.toLowerCase()))
  );
}

function partsOf(path: string) {
  const segments = path.split('/');
  const file = segments.pop() ?? '';
  return { segments, file, folders: new Set(segments.map((segment) => segment.toLowerCase())) };
}

/** The weightiest first. */
const ROLES: readonly FileRole[] = [
  'stub',
  'notebook',
  'vendored',
  'test',
  'example',
  'benchmark',
  'documentation',
  'generated',
];
/** What a file is called is no reason to pass over what production runs. */
const MAY_BE_REACHED: ReadonlySet<FileRole> = new Set(ROLES.slice(2));

const VENDORED_FOLDERS = [
  '_vendor',
  '_vendored',
  'vendor',
  'vendored',
  'vendors',
  'third_party',
  'thirdparty',
  '3rdparty',
  'site-packages',
  'extern',
  'externals',
];
const TEST_FOLDERS = [
  ...['test', 'tests', 'testing', '__tests__', 'unittests'],
  ...['test_support', 'testing_support', 'test_utils', 'testutils', 'testing_utils'],
  // As authors of Django apps call the site that they try them with.
  ...['test_project', 'testproject', 'test_app', 'testapp'],
];
const EXAMPLE_FOLDERS = [
  'example',
  'examples',
  'cookbook',
  'cookbooks',
  'demo',
  'demos',
  'tutorial',
  'tutorials',
  'sample',
  'samples',
];
const SKILL_TEMPLATE_FOLDERS = ['assets', 'references', 'template', 'templates'];
const BENCHMARK_FOLDERS = ['benchmark', 'benchmarks', 'bench', 'asv_bench'];
const DOCUMENTATION_FOLDERS = ['doc', 'docs', 'docs_src'];
const SCRIPT_FOLDERS = ['script', 'scripts', 'tool', 'tools', 'bin'];

const IMPORTABLE = /\.pyw?$/;
const GENERATED_FILE = /_pb2(_grpc)?\.py$/;
const TEST_FILE = /^(test_.*|.*_test|tests|conftest|testing|testing_utils|runtests|run_tests)\.py$/;
const BENCHMARK_FILE = /^(bench|benchmark)_.*\.py$/;
/** Scripts by name; deeper in the tree only with the text that makes them what their name says. */
const SCRIPT_FILES: ReadonlyMap<string, string> = new Map([
  ['setup.py', 'setuptools'],
  ['noxfile.py', 'nox'],
  ['fabfile.py', 'fabric'],
  ['manage.py', 'execute_from_command_line'],
  ['dodo.py', 'def task_'],
]);

/** In a comment, which is about the file or what is below. */
const GENERATED_COMMENT =
  /@generated\b|\bDO NOT EDIT\b|^[#\s]*(this file (is|was|has been) )?(auto-?)?generated\s+(automatically|by|from|with)\b/i;
/** In a docstring, whose lines may be about what the code does or holds: it names the file, or what makes code. */
const GENERATED_DOCSTRING =
  /@generated\b|\bthis (file|module|code|script) (is|was|has been) (auto(matically|-)?\s*)?generated\b|^\s*(this (file|module) )?auto-?(matically )?generated\b|^\s*generated (automatically|by|from)\b|^\s*(code|file|module) generated\b/i;
/**
 * Says that the file is generated only in one paragraph with the word: authors forbid as well to touch what they wrote
 * themselves, and say in small letters what callers leave alone.
 */
const FORBIDDEN = /\bDO NOT (?:EDIT|MODIFY|CHANGE)\b/;
/** What only begins a project is written on by people: the settings of every Django project say that they were generated. */
const SCAFFOLD = /\b(?:startproject|startapp|cookiecutter|copier)\b/i;
/** Every marker has it; most docstrings have not. */
const MARKER_WORD = /generated/i;
const BLANK_LINE = /\n[ \t\r]*\n/;
const SPHINX_SETTINGS = new Set(['extensions', 'html_theme', 'master_doc', 'root_doc', 'source_suffix', 'copyright']);

function hasAny(folders: ReadonlySet<string>, names: readonly string[]): boolean {
  return names.some((name) => folders.has(name));
}

/**
 * `integration_tests`, `unit-tests`: a plural behind a qualifier; `load_test` may be the thing itself. `t` at the top, as
 * celery has it; deeper it may represent anything.
 */
function hasTestFolder(segments: readonly string[]): boolean {
  return segments[0] === 't' || segments.some((segment) => /[_-]tests$/i.test(segment));
}

/** Steps, and the hooks that run around them. Source: https://behave.readthedocs.io/en/stable/tutorial/#environmental-controls */
function isOfBehave(file: string, { module }: ParsedModule): boolean {
  return module.body.some((statement) => {
    if (statement.kind === 'ImportFrom') return statement.level === 0 && statement.module === 'behave';
    if (statement.kind === 'Import') return statement.names.some(({ name }) => name === 'behave');
    return file === 'environment.py' && statement.kind === 'FunctionDef' && BEHAVE_HOOK.test(statement.name);
  });
}

/** Tests by what is in the file, wherever the configuration has pytest look for them: `orders_tests.py` beside `orders.py`. */
const isOfPytest = ({ module: { body } }: ParsedModule): boolean =>
  body.some((statement) => statement.kind === 'Import' && statement.names.some(({ name }) => name === 'pytest')) &&
  body
    .flatMap((statement) => (statement.kind === 'ClassDef' ? statement.body : [statement]))
    .some((each) => (each.kind === 'FunctionDef' || each.kind === 'AsyncFunctionDef') && each.name.startsWith('test_'));

const BEHAVE_HOOK = /^(?:before|after)_(?:all|feature|scenario|step|tag)$/;

/** A marker in the comments above the first statement, or in a line of the module's docstring that speaks of this file. */
function hasGeneratedMarker(source: ParsedModule): boolean {
  const first = source.module.body[0];
  const headerEnd = first?.start ?? Number.POSITIVE_INFINITY;
  for (const comment of source.comments) {
    if (comment.start > headerEnd) break;
    if (isGeneratedComment(comment.text)) return true;
  }
  if (first?.kind !== 'Expr' || first.value.kind !== 'Constant' || first.value.value.kind !== 'str') return false;
  return isGeneratedDocstring(first.value.value.value);
}

export const isGeneratedComment = (text: string): boolean => GENERATED_COMMENT.test(text) && !SCAFFOLD.test(text);

export function isGeneratedDocstring(text: string): boolean {
  const head = text.slice(0, 2000);
  if (!MARKER_WORD.test(head)) return false;
  const isForbidden = (paragraph: string): boolean => MARKER_WORD.test(paragraph) && FORBIDDEN.test(paragraph);
  const isMarker = (line: string): boolean => GENERATED_DOCSTRING.test(line) && !SCAFFOLD.test(line);
  return head.split(BLANK_LINE).some(isForbidden) || head.split('\n').some(isMarker);
}

/**
 * `skills/deploy/assets/app.py`: what an agent copies into the projects of others. Its `scripts` the agent runs where they are.
 * Source: https://agentskills.io/specification
 */
function isSkillTemplate(segments: readonly string[]): boolean {
  const skills = segments.indexOf('skills');
  return skills >= 0 && segments.slice(skills + 2).some((segment) => SKILL_TEMPLATE_FOLDERS.includes(segment));
}

function isSphinxConfiguration(file: string, source: ParsedModule): boolean {
  if (file !== 'conf.py') return false;
  let settings = 0;
  for (const statement of source.module.body) {
    if (statement.kind !== 'Assign') continue;
    const target = statement.targets[0];
    if (target?.kind === 'Name' && SPHINX_SETTINGS.has(target.id)) settings++;
  }
  return settings >= 2;
}

/** Folders named for scripts at the top; deeper ones may be packages, so that there the file itself must look like a program. */
function isScript(segments: readonly string[], file: string, source: ParsedModule): boolean {
  // Nothing can import it.
  if (!IMPORTABLE.test(file) && !startsProgram([...segments, file].join('/'), source)) return true;
  const sign = SCRIPT_FILES.get(file);
  if (sign !== undefined && (segments.length === 0 || source.text.content.includes(sign))) return true;
  const depth = segments.findIndex((segment) => SCRIPT_FOLDERS.includes(segment.toLowerCase()));
  if (depth === -1) return false;
  return depth === 0 || source.text.content.startsWith('#!') || hasMainWork(source);
}
