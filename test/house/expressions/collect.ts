/** The regular expressions that the program holds. */
import { transformSync } from 'esbuild';
import { type SourceFile, ts } from 'ts-morph';
import { pathOf, sourceFiles } from '../layers/imports.ts';

/** One regular expression, and the places where it is written. */
export interface WrittenExpression {
  readonly expression: RegExp;
  readonly place: string;
}

/** Each expression that is written as a literal, or built once from constants. */
export async function collectExpressions(): Promise<WrittenExpression[]> {
  const found = new Map<string, WrittenExpression>();
  for (const { file, node, place, isInFunction } of EXPRESSIONS) {
    const isBuilt = !ts.isRegularExpressionLiteral(node);
    if (isBuilt && isInFunction) continue;
    const expression = isBuilt ? await builtOf(node, file) : literalOf(node.text);
    const earlier = found.get(String(expression));
    found.set(String(expression), { expression, place: earlier === undefined ? place : `${earlier.place}, ${place}` });
  }
  return [...found.values()];
}

/** Where an expression is built while the program runs: nobody can say beforehand what it does. */
export function findBuiltLater(): string[] {
  return EXPRESSIONS.filter(({ node, isInFunction }) => isInFunction && !ts.isRegularExpressionLiteral(node)).map(
    ({ place }) => place,
  );
}

interface Expression {
  readonly file: SourceFile;
  readonly node: ts.RegularExpressionLiteral | ts.NewExpression | ts.CallExpression;
  readonly place: string;
  readonly isInFunction: boolean;
}

const EXPRESSIONS: readonly Expression[] = sourceFiles
  // What is for developers, and for authors of rules, reads what they wrote themselves.
  .filter((file) => !/^(?:tools|src\/testing)\//.test(pathOf(file)))
  .flatMap(expressionsIn);

/** Walks the compiler's own nodes: wrapped ones take ten seconds for all files. */
function expressionsIn(file: SourceFile): Expression[] {
  const found: Expression[] = [];
  const walk = (node: ts.Node, isInFunction: boolean): void => {
    if (ts.isRegularExpressionLiteral(node) || isConstruction(node)) {
      const { line } = file.compilerNode.getLineAndCharacterOfPosition(node.getStart(file.compilerNode));
      found.push({ file, node, place: `${pathOf(file)}:${line + 1}`, isInFunction });
    }
    const isInner = isInFunction || ts.isFunctionLike(node);
    ts.forEachChild(node, (child) => walk(child, isInner));
  };
  walk(file.compilerNode, false);
  return found;
}

function isConstruction(node: ts.Node): node is ts.NewExpression | ts.CallExpression {
  const isCall = ts.isNewExpression(node) || ts.isCallExpression(node);
  return isCall && ts.isIdentifier(node.expression) && node.expression.text === 'RegExp';
}

function literalOf(text: string): RegExp {
  const end = text.lastIndexOf('/');
  return new RegExp(text.slice(1, end), text.slice(end + 1));
}

/** Runs the constants that the expression is built from, and nothing else of its file. */
async function builtOf(node: ts.Node, file: SourceFile): Promise<RegExp> {
  const text = node.getText(file.compilerNode);
  const constants = new Set<string>();
  const imported = new Map<string, unknown>();
  const read = async (within: string): Promise<void> => {
    for (const name of new Set(within.match(/\b[A-Za-z]\w+\b/g))) {
      const statement = file.getVariableStatement((each) =>
        each.getDeclarations().some((one) => one.getName() === name),
      );
      const declared = statement?.getText().replace(/^export /, '');
      if (declared !== undefined && declared !== within) {
        await read(declared);
        constants.add(declared);
      }
      const from = file.getImportDeclaration((each) => each.getNamedImports().some((one) => one.getName() === name));
      const path = from?.getModuleSpecifierSourceFile()?.getFilePath();
      if (path !== undefined) imported.set(name, (await import(path))[name]);
    }
  };
  await read(text);
  const { code } = transformSync(`function build() { ${[...constants].join('\n')}\nreturn ${text}; }`, {
    loader: 'ts',
  });
  return new Function(...imported.keys(), `${code}; return build();`)(...imported.values());
}
