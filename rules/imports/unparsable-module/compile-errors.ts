/** What the grammar reads and the compiler of every Python 3 refuses. */
import { blocksOf, type Module, type Node, type NodeKind, nodesOf, parametersOf } from '#ast';
import type { DoubtId } from '#findings';
import type { FactsContext } from '#kit';

export interface CompileError {
  readonly node: Node;
  readonly says: string;
  /** Where it shows, if not at the node. */
  readonly at?: number;
  /** Why some Python may take it all the same. */
  readonly doubt?: DoubtId;
}

/** The first error of the compiler; behind a gap all may be the effect of what was not read. */
export function compileErrorIn(file: FactsContext): CompileError | undefined {
  const { gaps, isTooDeep } = file.source;
  const end = gaps[0]?.start ?? file.text.content.length + 1;
  const all = isTooDeep === true ? [] : [...suitesIn(file), ...misplacedIn(file), ...argumentsIn(file.module)];
  return all.filter(({ node, upTo = node.end }) => upTo < end).sort((a, b) => a.node.start - b.node.start)[0];
}

interface Found extends CompileError {
  /** How far it has to be read to be certain. */
  readonly upTo?: number;
}

const allOf = (module: Module, ...kinds: readonly NodeKind[]): Node[] => kinds.flatMap((kind) => nodesOf(module, kind));

function suitesIn({ module, text: { content } }: FactsContext): Found[] {
  const wrong: Found[] = lineUp(module.body, '', content);
  for (const node of allOf(module, ...HEADED)) {
    const blocks = blocksOf(node);
    if (blocks[0]?.length === 0) wrong.push({ node, says: 'no indented block after this line', upTo: node.end + 1 });
    if (node.kind === 'Try') {
      const { handlers, finalbody } = node;
      if (handlers.length + finalbody.length === 0)
        wrong.push({
          node,
          says: 'the `try` above has neither `except` nor `finally`',
          upTo: node.end + 1,
          at: node.end + Math.max(0, content.slice(node.end).search(/\S/)),
        });
      const early = handlers.find(({ type }, index) => type === undefined && index < handlers.length - 1);
      if (early !== undefined) wrong.push({ node: early, says: 'a bare `except` is not the last handler' });
    }
    for (const block of blocks) wrong.push(...lineUp(block, undefined, content));
  }
  return wrong;
}

const HEADED = [
  ...(['FunctionDef', 'AsyncFunctionDef', 'ClassDef', 'If', 'For', 'AsyncFor', 'While'] as const),
  ...(['With', 'AsyncWith', 'Try', 'TryStar', 'ExceptHandler', 'match_case'] as const),
];

/** Statements of one block that begin their lines are below each other. */
function lineUp(block: readonly Node[], margin: string | undefined, content: string): Found[] {
  let expected = margin;
  let before: Node | undefined;
  for (const node of block) {
    // Only what is between: thousands of statements may share one line.
    const newline = before === undefined ? undefined : content.slice(before.end, node.start).lastIndexOf('\n');
    const from = 1 + (newline === undefined ? content.lastIndexOf('\n', node.start - 1) : (before?.end ?? 0) + newline);
    before = node;
    // `a = 1; b = 2`
    if (newline === -1) continue;
    // Nearly all: no text is made for them.
    if (expected?.length === node.start - from && content.startsWith(expected, from)) continue;
    const indent = content.slice(from, node.start).replace(/^.*[\f\r]/, '');
    if (/[^ \t]/.test(indent) || /\\\r?\n$/.test(content.slice(Math.max(0, from - 3), from))) continue;
    expected ??= indent;
    if (indent === expected) continue;
    const isOld = widthOf(indent) === widthOf(expected);
    return [
      {
        node,
        says: 'the indentation matches no outer block',
        upTo: node.start,
        ...(isOld && { doubt: 'unknown-version' as const }),
      },
    ];
  }
  return [];
}

const widthOf = (indent: string): number =>
  [...indent].reduce((width, unit) => (unit === '\t' ? width - (width % 8) + 8 : width + 1), 0);

function misplacedIn({ module, context }: FactsContext): Found[] {
  const found = (node: Node, written: string, around: string, doubt?: DoubtId): Found => {
    return { node, says: `\`${written}\` is outside ${around}`, ...(doubt !== undefined && { doubt }) };
  };
  return [
    ...allOf(module, 'Return', 'Yield', 'YieldFrom').flatMap((node) =>
      context.functionAround(node) === undefined
        ? found(node, node.kind === 'Return' ? 'return' : 'yield', 'a function', 'external-definition')
        : [],
    ),
    ...allOf(module, 'Await', 'AsyncFor', 'AsyncWith').flatMap((node) => {
      if (context.isInAsync(node)) return [];
      const isOfNotebook = context.functionAround(node) === undefined;
      return found(
        node,
        node.kind === 'Await' ? 'await' : 'async',
        'an `async def`',
        isOfNotebook ? 'external-definition' : undefined,
      );
    }),
    ...allOf(module, 'Break', 'Continue').flatMap((node) =>
      context.loopAround(node) === undefined ? found(node, node.kind.toLowerCase(), 'a loop') : [],
    ),
    ...nodesOf(module, 'ImportFrom').flatMap((node): Found[] =>
      node.module === '__future__' && !isAtTop(node, module)
        ? [{ node, says: '`from __future__` is not at the top of the file' }]
        : [],
    ),
    ...[
      ...nodesOf(module, 'Name').filter(({ id }) => NOT_NAMES.has(id)),
      ...nodesOf(module, 'arg').filter(({ arg }) => NOT_NAMES.has(arg)),
      ...nodesOf(module, 'keyword').filter(({ arg }) => NOT_NAMES.has(arg ?? '')),
    ].map((node) => ({ node, says: 'a keyword is used as a name', doubt: 'unknown-version' as const })),
  ];
}

const NOT_NAMES: ReadonlySet<string> = new Set(['async', 'await']);

const isAtTop = (node: Node, { body }: Module): boolean =>
  node.parent?.kind === 'Module' &&
  body.every(
    (each, index) =>
      each.start >= node.start ||
      (each.kind === 'ImportFrom' ? each.module === '__future__' : index === 0 && each.kind === 'Expr'),
  );

const NOTHING: Found[] = [];

function argumentsIn(module: Module): Found[] {
  const calls = nodesOf(module, 'Call').flatMap(({ args, keywords }): Found[] => {
    const [first] = keywords;
    if (first === undefined) return NOTHING;
    const late = args.find(({ kind, start }) => kind !== 'Starred' && start > first.start);
    const names = new Set<string>();
    const twice = keywords.find(({ arg }) => arg !== undefined && names.size === names.add(arg).size);
    return [
      ...(late ? [{ node: late, says: 'a positional argument follows a keyword argument' }] : []),
      ...(twice ? [{ node: twice, says: `the keyword argument \`${twice.arg}\` is repeated` }] : []),
    ];
  });
  const functions = [
    ...nodesOf(module, 'FunctionDef'),
    ...nodesOf(module, 'AsyncFunctionDef'),
    ...nodesOf(module, 'Lambda'),
  ].flatMap((fn): Found[] => {
    const parameters = parametersOf(fn);
    const names = new Set<string>();
    const twice = parameters.find(({ name }) => names.size === names.add(name).size);
    const bare = parameters.find((each) => each.default !== undefined && each.default.start < each.node.start);
    return [
      ...(twice ? [{ node: twice.node, says: `two parameters are named \`${twice.name}\`` }] : []),
      ...(bare ? [{ node: bare.node, says: 'a parameter without a default follows one with a default' }] : []),
    ];
  });
  return [...calls, ...functions];
}
