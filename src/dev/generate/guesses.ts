import { readFileSync } from 'node:fs';
import { Node, type ParameterDeclaration, Project, type SourceFile, SyntaxKind } from 'ts-morph';

/**
 * The guesses for which a rule file holds findings back, as it writes them: what stands in for a value is `…`. In the order of the
 * file. They are followed by their names to where the file writes them; what a function of the kit says is not among them.
 */
export function guessesOf(file: string): string[] {
  const source = new Project({ useInMemoryFileSystem: true }).createSourceFile(file, readFileSync(file, 'utf8'));
  const found = new Set<Node>();
  const seen = new Set<Node>();
  const open: Node[] = [...valuesGivenTo('heldBack', source), ...argumentsGivenTo('heldBackBy', 0, source)];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (seen.has(value)) continue;
    seen.add(value);
    if (textOf(value) === undefined) open.push(...behind(value, source));
    else found.add(value);
  }
  const inOrder = [...found].sort((one, other) => one.getPos() - other.getPos());
  return [...new Set(inOrder.flatMap((value) => textOf(value) || []))];
}

function textOf(value: Node): string | undefined {
  if (Node.isStringLiteral(value) || Node.isNoSubstitutionTemplateLiteral(value)) return value.getLiteralText();
  if (!Node.isTemplateExpression(value)) return undefined;
  const rest = value.getTemplateSpans().map((span) => `…${span.getLiteral().getLiteralText()}`);
  return `${value.getHead().getLiteralText()}${rest.join('')}`;
}

/** What a value may be, one step back. */
function behind(value: Node, source: SourceFile): readonly Node[] {
  if (Node.isConditionalExpression(value)) return [value.getWhenTrue(), value.getWhenFalse()];
  if (Node.isParenthesizedExpression(value) || Node.isAsExpression(value)) return [value.getExpression()];
  if (Node.isBinaryExpression(value)) {
    const isChoice = ['??', '||'].includes(value.getOperatorToken().getText());
    return isChoice ? [value.getLeft(), value.getRight()] : [value.getRight()];
  }
  if (Node.isPropertyAccessExpression(value)) return valuesGivenTo(value.getName(), source);
  if (Node.isCallExpression(value)) return answersOf(value.getExpression().getText(), source);
  return Node.isIdentifier(value) ? boundTo(value, source) : [];
}

/** The value of a name: of a constant, of a part of an object, or of what callers give for a parameter. */
function boundTo(name: Node, source: SourceFile): readonly Node[] {
  const text = name.getText();
  for (const scope of name.getAncestors()) {
    const declared = scope
      .getDescendants()
      .find(
        (node) =>
          (Node.isVariableDeclaration(node) || Node.isParameterDeclaration(node) || Node.isBindingElement(node)) &&
          node.getName() === text,
      );
    if (declared === undefined) continue;
    if (Node.isBindingElement(declared))
      return valuesGivenTo(declared.getPropertyNameNode()?.getText() ?? text, source);
    if (Node.isParameterDeclaration(declared)) return givenTo(declared, source);
    const initializer = Node.isVariableDeclaration(declared) ? declared.getInitializer() : undefined;
    return initializer === undefined ? [] : [initializer];
  }
  return [];
}

function givenTo(parameter: ParameterDeclaration, source: SourceFile): readonly Node[] {
  const fn = parameter.getParent();
  const name = nameOfFunction(fn);
  const index = Node.isParametered(fn) ? fn.getParameters().indexOf(parameter) : -1;
  return name === undefined ? [] : argumentsGivenTo(name, index, source);
}

const nameOfFunction = (fn: Node | undefined): string | undefined =>
  Node.isFunctionDeclaration(fn) ? fn.getName() : fn?.getParentIfKind(SyntaxKind.VariableDeclaration)?.getName();

function answersOf(name: string, source: SourceFile): readonly Node[] {
  const fn =
    source.getFunction(name) ?? source.getVariableDeclaration(name)?.getInitializerIfKind(SyntaxKind.ArrowFunction);
  const body = fn?.getBody();
  if (body === undefined || !Node.isBlock(body)) return body === undefined ? [] : [body];
  const ends = body.getDescendantsOfKind(SyntaxKind.ReturnStatement);
  return ends
    .filter((end) => end.getFirstAncestor(Node.isFunctionLikeDeclaration) === fn)
    .flatMap((end) => end.getExpression() ?? []);
}

function valuesGivenTo(property: string, source: SourceFile): readonly Node[] {
  return [
    ...source
      .getDescendantsOfKind(SyntaxKind.PropertyAssignment)
      .filter((each) => each.getName() === property)
      .flatMap((each) => each.getInitializer() ?? []),
    ...source
      .getDescendantsOfKind(SyntaxKind.ShorthandPropertyAssignment)
      .filter((each) => each.getName() === property)
      .map((each) => each.getNameNode()),
  ];
}

const argumentsGivenTo = (name: string, index: number, source: SourceFile): readonly Node[] =>
  source
    .getDescendantsOfKind(SyntaxKind.CallExpression)
    .filter((call) => call.getExpression().getText() === name)
    .flatMap((call) => call.getArguments()[index] ?? []);
