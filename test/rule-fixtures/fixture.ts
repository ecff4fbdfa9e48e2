import { isUtf8 } from 'node:buffer';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { type ExpectedFinding, type InnocentLine, readMarks } from './marks.ts';

/** A small repository with what a rule must say about it: one file, or a scenario folder. */
export interface Fixture {
  readonly files: ReadonlyMap<string, string | Uint8Array>;
  readonly profile: 'default' | 'strict';
  readonly options: Readonly<Record<string, unknown>>;
  readonly expected: readonly ExpectedFinding[];
  readonly innocent: readonly InnocentLine[];
}

const HEADER = /^(?:#|\/\/|<!--)[ \t]*(profile|options|path):[ \t]*(.*?)[ \t]*(?:-->)?$/;
// Roles come from paths, and a fixture is neither test nor example unless it says so.
const NEUTRAL_FOLDER = 'app';

/** Names of the fixtures of one rule, `flagged…` first. */
export function listFixtures(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.startsWith('flagged') || name.startsWith('clean'))
    .sort()
    .reverse();
}

/** Reads a fixture: a file that stands for a repository of one, or a folder that is one. */
export function readFixture(place: string): Fixture {
  const paths = statSync(place).isDirectory() ? listFiles(place) : [place];
  const isFolder = statSync(place).isDirectory();
  const parts = paths.map((path) => {
    const content = readFileSync(path);
    const name = isFolder ? relative(place, path).replaceAll('\\', '/') : basename(path);
    return isUtf8(content) ? readText(name, content.toString(), isFolder) : emptyFixture(new Map([[name, content]]));
  });
  return parts.reduce(mergeFixtures, emptyFixture(new Map()));
}

/** Reads an example of a rule's documentation; lines `# path: …` begin a file each. */
export function readExample(code: string): Fixture {
  const parts = code.split(/^(?=(?:#|<!--)[ \t]*path:)/m).filter((part) => part.trim() !== '');
  return parts.map((part) => readText('example.py', part, false)).reduce(mergeFixtures, emptyFixture(new Map()));
}

function readText(name: string, content: string, isFolder: boolean): Fixture {
  const header = readHeader(content);
  const path = header.path ?? (isFolder ? name : `${NEUTRAL_FOLDER}/${name}`);
  const { text, expected, innocent } = readMarks(path, blankLines(content, header.lines));
  return { files: new Map([[path, text]]), profile: header.profile, options: header.options, expected, innocent };
}

function readHeader(content: string) {
  const lines = content.split('\n');
  const end = lines.findIndex((line) => !HEADER.test(line));
  const values = new Map(lines.slice(0, end).map((line) => HEADER.exec(line)?.slice(1) as [string, string]));
  return {
    lines: end,
    path: values.get('path'),
    profile: values.get('profile') === 'default' ? ('default' as const) : ('strict' as const),
    options: JSON.parse(values.get('options') ?? '{}') as Record<string, unknown>,
  };
}

// Header lines become empty ones: the rule must not see them, and the lines below keep their numbers.
function blankLines(content: string, count: number): string {
  const lines = content.split('\n');
  return [...lines.slice(0, count).map(() => ''), ...lines.slice(count)].join('\n');
}

function mergeFixtures(a: Fixture, b: Fixture): Fixture {
  return {
    files: new Map([...a.files, ...b.files]),
    profile: a.profile === 'default' || b.profile === 'default' ? 'default' : 'strict',
    options: { ...a.options, ...b.options },
    expected: [...a.expected, ...b.expected],
    innocent: [...a.innocent, ...b.innocent],
  };
}

function emptyFixture(files: Fixture['files']): Fixture {
  return { files, profile: 'strict', options: {}, expected: [], innocent: [] };
}

function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
