import { readFileSync } from 'node:fs';
import { Node, Project, SyntaxKind } from 'ts-morph';

/** The guesses for which a rule file holds findings back, as it writes them: what stands in for a value is `…`. In the order of the file. */
export function guessesOf(file: string): string[] {
  const source = new Project({ useInMemoryFileSystem: true }).createSourceFile(file, readFileSync(file, 'utf8'));
  const written = source
    .getDescendantsOfKind(SyntaxKind.PropertyAssignment)
    .filter((property) => property.getName() === 'heldBack')
    .flatMap((property) => textsIn(property.getInitializer()));
  return [...new Set(written)];
}

function textsIn(value: Node | undefined): string[] {
  if (value === undefined) return [];
  if (Node.isStringLiteral(value) || Node.isNoSubstitutionTemplateLiteral(value)) return [value.getLiteralText()];
  if (Node.isConditionalExpression(value)) return [...textsIn(value.getWhenTrue()), ...textsIn(value.getWhenFalse())];
  if (!Node.isTemplateExpression(value)) return [];
  const rest = value.getTemplateSpans().map((span) => `…${span.getLiteral().getLiteralText()}`);
  return [`${value.getHead().getLiteralText()}${rest.join('')}`];
}
