/** Files that a document names as files of its repository. */
import type { MarkdownBlock, MarkdownFile, MarkdownTree } from '../../artifacts/index.ts';
import { isOfPlans } from '../../knowledge/plan-words.ts';
import type { Span } from '../../text/index.ts';

/** A path as a document writes it. */
export interface DocumentName {
  readonly path: string;
  readonly how: 'link' | 'code' | 'tree';
  /** A link without a text of its own. */
  readonly isUntitled?: true;
  readonly span: Span;
}

/** What links lead to and code names, where the text speaks of what is there. */
export function namesInText(document: MarkdownFile): DocumentName[] {
  return document.blocks.flatMap((block) => {
    const links = block.links.flatMap(({ kind, target, isUntitled }) => {
      const path = kind === 'autolink' || MADE_BY_ITSELF.test(block.text) ? undefined : linkedPath(target.value);
      return path === undefined
        ? []
        : [{ path, how: 'link' as const, span: target.span, ...(isUntitled && { isUntitled }) }];
    });
    return [
      ...links,
      ...codeNames(block).filter(({ path }) => !isElsewhere(block, sentenceWith(path, block.text), document)),
    ];
  });
}

/** Bare names of files that items of a list begin with: in the README of a folder they say what that folder holds. */
export function namesListed(document: MarkdownFile): DocumentName[] {
  return document.blocks.flatMap((block) => {
    const [first] = block.code;
    if (block.kind !== 'item' || first === undefined || first.linkedTo !== undefined) return [];
    const path = first.text.value;
    const isListed = BARE_NAME.test(path) && LISTED.exec(block.text)?.[1] === path && FILE_NAME.test(path);
    const heading = document.headings[block.heading]?.text.value ?? '';
    if (!isListed || PLACEHOLDER.test(path) || TO_DO.test(`${heading} ${block.text}`)) return [];
    if (isElsewhere(block, block.text, document)) return [];
    return [{ path, how: 'code' as const, span: first.text.span }];
  });
}

const TO_DO =
  /\b(?:to|will|should|must) (?:implement|write|add|create|build|come|do)|\bTODO\b|\b(?:planned|future|next|upcoming|generated|output)\b/i;
const BARE_NAME = /^\w[\w.-]*$/;
/** The name, and what it is. */
const LISTED = /^(?:[-*+] |\d+[.)] )?(?:\*\*)?`([^`]+)`(?:\*\*)?\s*(?::|-|–|—)/;

/** What runs or readers make, even where a link leads to it. */
const MADE_BY_ITSELF =
  /^(?:\d+\. )?(?:create|download|move)\b|\b(?:automatic|auto-?generated|(?:is|are|be|been) (?:created|generated|written|thrown|produced))/i;

function codeNames(block: MarkdownBlock): DocumentName[] {
  return block.code.flatMap(({ text, linkedTo }) => {
    const path = linkedTo === undefined ? pathInCode(text.value) : undefined;
    return path === undefined ? [] : [{ path, how: 'code' as const, span: text.span }];
  });
}

/** A relative link without what is behind the path; undefined for addresses and templates. */
function linkedPath(target: string): string | undefined {
  const [path = ''] = target.split(/[?#]/, 1);
  if (path === '' || !/^[\w.@()+,%~ /-]+$/.test(path) || /^(?:\/|~|www\.|[\w.+-]+@)/.test(path)) return undefined;
  if (PLACEHOLDER.test(path)) return undefined;
  // An address, or an ending to which a generator found no name.
  if (/^\d+(?:\.\d+){3}$|(?:^|\/)\.(?:md|html|rst)$/.test(path)) return undefined;
  // `example.com/page`: someone forgot `https://`.
  if (/^[\w-]+(?:\.[\w-]+)*\.(?:com|org|io|net|dev|ai|co)(?:\/|$)/.test(path)) return undefined;
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

/** Folders of what lasts as long as something runs. */
const TEMPORARY = /^(?:\.\/)?(?:.{0,200}\/)?\.?(?:tmp|temp|cache)\//i;

const CODE_PATH = /^(?:\.\/)?[\w.@+-]+(?:\/[\w.@+-]+)+$/;
const FILE_NAME =
  /(?:\.(?:py|pyi|ipynb|md|rst|ya?ml|toml|json|jsonc|sh|bash|ini|cfg|conf|sql|proto|tf|tsx?|jsx?|mjs|html|css|scss|rs|go|service|mk|j2|tmpl|example|dockerfile)|\/(?:Dockerfile|Makefile|Containerfile|Procfile|Jenkinsfile)(?:\.\w+)?)$/;
/** Names that stand for others. */
const PLACEHOLDER =
  /(?:^|[/_.-])(?:my|your|foo|bar|baz|xx+|path|some|example|name|filename|placeholder|todo|dummy|nnnn?|yyyy|hello)(?:[/_.-]|$)|\.\.\.|X{3,}|YYYY|NNN/i;

/** Longer code is no path. */
const MAX_CODE = 200;

/** A path in code, without a line number or the name of a test behind it. */
function pathInCode(code: string): string | undefined {
  if (code.length > MAX_CODE) return undefined;
  const path = code.replace(/(?:::[\w:[\]-]+|#L?\d+(?:-L?\d+)?|:\d+(?:[-:,]\s*\d+)*)$/, '').replace(/^\.\//, '');
  const isPath = CODE_PATH.test(path) && FILE_NAME.test(path) && !TEMPORARY.test(path);
  return isPath && !PLACEHOLDER.test(path) && !path.startsWith('../') ? path : undefined;
}

/** What a text says of a path: the sentence that it is in, and one that goes on with `It is`. */
export function sentenceWith(path: string, text: string): string {
  const at = Math.max(0, text.indexOf(path));
  const ends = [...text.matchAll(SENTENCE_END)].map(({ index, 0: end }) => index + end.length);
  const behind = ends.filter((end) => end > at + path.length);
  const goesOn =
    behind[0] !== undefined && /^\s+(?:It|They) (?:is|are|was|were|has|have|had|will)\b/.test(text.slice(behind[0]));
  return text.slice(ends.findLast((end) => end <= at) ?? 0, behind[goesOn ? 1 : 0]);
}

/** `e.g.` ends none, nor does a point in a path. */
const SENTENCE_END = /(?<!\b(?:e\.g|i\.e|etc|vs))[.!?][*_)"']{0,3}(?=\s)/g;

/** A sentence about what was, will be, is made, or belongs to someone else. A row that is ticked off says that it is there. */
function isElsewhere(
  { text, kind, heading, cells, head }: MarkdownBlock,
  sentence: string,
  document: MarkdownFile,
): boolean {
  const above = document.headings[heading]?.text.value ?? '';
  if (FOREIGN_SCRIPT.test(text)) return true;
  if (kind === 'row' && (cells ?? []).some(({ value }) => TICK.test(value))) return false;
  return (
    /^\[ \]/.test(text) ||
    NOT_THERE.test(sentence) ||
    NOT_THERE.test(above) ||
    isOfPlans(sentence) ||
    isOfPlans(above) ||
    (head ?? []).some((title) => NOT_THERE.test(title) || EXPECTED_COLUMN.test(title))
  );
}

/** Titles of a table that shows what was asked for from what there is. */
const EXPECTED_COLUMN = /\b(?:request|expect|assum|claim|actual)/i;

/** Text of which the words below can say nothing. */
const FOREIGN_SCRIPT = /\p{Script=Han}|\p{Script=Hangul}|\p{Script=Kana}|\p{Script=Cyrillic}|\p{Script=Arabic}/u;

const TICK = /^(?:✅|✓|✔|☑|\[x\]|yes|done|complete[d]?|implemented)/iu;
const NOT_THERE = new RegExp(
  [
    String.raw`\b(?:creat|generat|writ(?:e|es|ten|ing)\b|wrote|produc|output|sav(?:e|ed|es|ing)\b|export|render|emit|dump`,
    String.raw`build|built|compil|download|cach|fetch|upload|install|remov|delet|drop|replac|renam|mov(?:e|ed|es|ing)\b|merg|split|migrat`,
    String.raw`deprecat|legacy|previous|former|\bold\b|obsolete|histor|was\b|were\b|no longer|used to|instead|superseded|consolidat|convert`,
    String.raw`add(?:s|ed|ing)?\b|new\b|put\b|place[ds]?\b|cop(?:y|ied|ies)\b|e\.g|example|such as|suppose|imagine|will\b|would\b|should\b|could\b|might\b|may\b`,
    String.raw`plan|propos|todo|future|roadmap|next (?:step|component|feature|phase|release|milestone)|option|if\b|whether|unless|exist|missing|absent|lack|broken|not\b|\w+n't\b|never|without|yet\b`,
    String.raw`your\b|you can|custom|named\b|called\b|mount|ignor|template|placeholder|inspired|upstream|original|extern|third.party|other repo|separate repo|submodule|private|internal repo`,
    String.raw`container|inside the|remote|server's|home director|\bwheel\b|artifact|result|report`,
    String.raw`nouve(?:au|lle)|cré(?:er|e[rz]?)\b|nuev[oa]|crear|neue[rns]?\b|erstell|like\b|pattern|convention|format|any\b|each\b|every\b|per[- ])`,
  ].join('|'),
  'i',
);

/** Trees that someone draws of what is there, and the names in them that nothing is said of. */
export function namesInTree(tree: MarkdownTree, document: MarkdownFile): DocumentName[] {
  const above = document.headings[tree.heading]?.text.value ?? '';
  if ([above, tree.lead].some((text) => NOT_THERE_TREE.test(text))) return [];
  return tree.entries.flatMap(({ path, remark, span }) =>
    path === undefined || PLACEHOLDER.test(path) || MADE.test(path) || NOT_THERE.test(remark)
      ? []
      : [{ path, how: 'tree' as const, span }],
  );
}

const NOT_THERE_TREE =
  /\b(?:creat|generat|output|result|produc|download|propos|plan|target|future|new |after|before|example|should|will|your|would|expected|prefer|ideal|intended|recommend|suggest|template|legacy|old|previous|deprecat|proposed|typical|minimal|similar|like)/i;
/** What running, installing and building leave behind. */
const MADE =
  /(?:^|\/)(?:logs?|data|outputs?|results?|checkpoints?|models?|artifacts?|runs?|wandb|mlruns|tmp|temp|cache|\.cache|dist|build|node_modules|\.?venv|env|__pycache__|\.env|\.git|\.dvc|secrets?|[^/]*\.(?:log|db|sqlite3?|pkl|pt|pth|ckpt|bin|safetensors|onnx|csv|parquet|jsonl|egg-info|pyc|key|pem|crt|lock))(?:\/|$)/i;
