import type { MarkdownFile } from './markdown/markdown-file.ts';

/**
 * Modules that a file which is not Python may name: dotted names of two and more segments (`_target_: shop.models.Best`) and
 * paths of Python files without their ending (`shop/models`). Whatever reads the file may look them up; who runs a file by its path
 * imports none of the packages around it.
 */
export function namedModules(text: string): readonly string[] {
  const names = new Set<string>();
  for (const [path = ''] of text.slice(0, MAX_LENGTH).matchAll(SCRIPT_PATH)) names.add(pathOfModule(path));
  for (const [name = ''] of text.slice(0, MAX_LENGTH).matchAll(DOTTED_NAME)) names.add(name);
  for (const name of importedNames(text.slice(0, MAX_LENGTH))) names.add(name);
  return [...names];
}

/** `shop.orders.place` of `from shop.orders import place`: a page or a server's start file holds Python under a name of its own. */
function importedNames(text: string): readonly string[] {
  return [...text.matchAll(TAKEN)].flatMap(([, source = '', listed, plain]) =>
    [...(listed ?? plain ?? '').replaceAll(COMMENT, '').matchAll(NAME)].map(([name]) => `${source}.${name}`),
  );
}

/** In documents only what is to be run: prose speaks of modules that nothing uses, too. */
export function namedInDocument({ fences }: MarkdownFile, text: string): readonly string[] {
  const started = [...text.matchAll(/-m\s+([A-Za-z_][\w.]*)/g)].flatMap(([, name = '']) => name);
  const blocks = fences.map(({ span }) => text.slice(span.start, span.end));
  return [...new Set([...started, ...blocks.flatMap(namedModules)])];
}

/** What a README in Markdown shows how to import: `from shop.orders import place`, `import shop.orders`. That is for anyone who uses the project. */
export function offeredInDocument({ fences }: MarkdownFile, path: string, text: string): readonly string[] {
  if (!README.test(path)) return [];
  const shown = fences.flatMap(({ span }) => [...text.slice(span.start, span.end).matchAll(IMPORTED)]);
  return [
    ...new Set(
      shown.flatMap(([, source, names = '', module]) =>
        source === undefined ? (module ?? []) : [...names.matchAll(NAME)].map(([name]) => `${source}.${name}`),
      ),
    ),
  ];
}

const README = /(?:^|\/)README\.(?:md|markdown)$/i;
const IMPORTED =
  /^[ \t>]{0,40}(?:from[ \t]{1,9}([A-Za-z_][\w.]{0,300})[ \t]{1,9}import[ \t]{1,9}([^\n#]{1,500})|import[ \t]{1,9}([A-Za-z_][\w.]{0,300}))/gm;
/** A name on its own has no dot, and several may be in brackets over many lines. */
const TAKEN =
  /^[ \t]{0,40}from[ \t]{1,9}([A-Za-z_][\w.]{0,300})[ \t]{1,9}import[ \t]{1,9}(?:\(([^()]{1,2000})\)|([^\n#()]{1,500}))/gm;
const COMMENT = /#[^\n]*/g;
/** Not what is behind `as`. */
const NAME = /(?<![\w.]|\bas[ \t]{1,9})(?!as\b)[A-Za-z_]\w{0,99}/g;

/** Data is longer than what people write by hand. */
const MAX_LENGTH = 200_000;
const DOTTED_NAME = /(?<![\w./-])[A-Za-z_]\w{0,99}(?:\.[A-Za-z_]\w{0,99}){1,12}/g;
const SCRIPT_PATH = /(?<![\w-])[\w.-]{1,99}(?:\/[\w.-]{1,99}){0,12}\.py(?![\w-])/g;

const pathOfModule = (path: string): string =>
  path
    .slice(0, -'.py'.length)
    .split('/')
    .filter((part) => part !== '' && part !== '.' && part !== '..')
    .join('/');
