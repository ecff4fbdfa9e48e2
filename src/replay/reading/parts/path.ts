/** Whether a word of a text is the path of a file, and the path as it is kept. */

import { ATTRIBUTE_EXTENSIONS, FILE_EXTENSIONS, NOT_FILES, OBJECT_STEMS, WHOLE_NAMES } from '../words/path-words.ts';

export interface FoundPath {
  readonly path: string;
  /** Characters at the end of the word that are no part of it: the full stop of a sentence. */
  readonly dropped: number;
}

/** The path that the word at `at` is, if it is one; a drive letter is before the word, because `:` ends words. */
export function pathIn(text: string, word: string, at: number): FoundPath | undefined {
  if (word.includes('*')) return globIn(word, text[at - 1] === '`');
  if (word.length > 300 || text.startsWith('(', at + word.length)) return undefined;
  const trimmed = word.replace(TRAILING, '');
  const dropped = word.length - trimmed.length;
  const inCode = text[at - 1] === '`';
  const isWeb = trimmed.startsWith('//') && text[at - 1] === ':';
  if (isWeb) return webPath(trimmed, dropped);
  const drive = /[A-Za-z]:$/.exec(text.slice(Math.max(0, at - 2), at))?.[0] ?? '';
  const path = normalisePath(drive + trimmed);
  if (isFolder(path, inCode, text[at + word.length])) return { path, dropped };
  return isFile(path, inCode) ? { path, dropped } : undefined;
}

/** `jobs/*.py`, `web/?/page.tsx` with a star, in backticks all of a folder: files of a kind. Stars around a word are emphasis. */
function globIn(word: string, inCode: boolean): FoundPath | undefined {
  const path = normalisePath(word.replace(TRAILING, ''));
  const segments = path.slice(0, 300).split('/');
  const last = segments.at(-1) ?? '';
  const isOne = segments.length > 1 && !path.startsWith('/') && segments.every((segment) => GLOB_SEGMENT.test(segment));
  const isFiles = last === '*' || last === '**' ? inCode : FILE_EXTENSIONS.has(last.slice(last.lastIndexOf('.') + 1));
  return isOne && isFiles ? { path, dropped: word.length - word.replace(TRAILING, '').length } : undefined;
}

/** At most one star within a name, or two that stand for any folders. */
const GLOB_SEGMENT = /^(?:\*\*|[^*]*\*?[^*]*)$/;

const TRAILING = /[.-]{1,300}$/;

/** With `/`, without `./` and without dots that stand for folders left out; `../` stays, because it may leave the root. */
export function normalisePath(written: string): string {
  return written
    .replaceAll('\\', '/')
    .replace(/^(?:(?:\.|\.{3}|…)\/){1,50}/, '')
    .replace(/^@\//, '');
}

function isFile(path: string, inCode: boolean): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (NOT_FILES.has(name)) return false;
  if (inCode && path.startsWith('../') && name !== '' && name !== '..') return true;
  if (WHOLE_NAMES.has(name) || /^(?:Dockerfile|\.env)[.\w-]*$/.test(name) || /\.Dockerfile$/i.test(name)) return true;
  const dot = name.lastIndexOf('.');
  if (dot <= 0) return false;
  const written = name.slice(dot + 1);
  const extension = written.toLowerCase();
  if (!FILE_EXTENSIONS.has(extension)) return false;
  const stem = name.slice(0, dot);
  if (path.includes('/')) return /\p{L}|\d/u.test(stem);
  if (!ATTRIBUTE_EXTENSIONS.has(extension)) return /[\p{L}\d]/u.test(stem);
  if (OBJECT_STEMS.has(stem) || written !== extension) return false;
  return (
    (extension === 'json' || extension === 'sql' || extension === 'xml' || extension === 'html' || inCode) &&
    !stem.includes('.')
  );
}

/** Only in backticks: `src/pkg/`. A path of a web address begins with the slash. */
function isFolder(path: string, inCode: boolean, next: string | undefined): boolean {
  return inCode && next === '`' && /^[\w.@-][\w./@-]*\/$/.test(path) && /\w/.test(path);
}

function webPath(word: string, dropped: number): FoundPath | undefined {
  const parts = word.split('/');
  const at = parts.findIndex((part) => part === 'blob' || part === 'blame');
  const path = parts.slice(at + 2).join('/');
  return at === -1 || path === '' ? undefined : { path, dropped };
}
