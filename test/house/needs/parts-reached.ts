/** Which parts of the project the code of a rule can come to ask for, by following every name in it through types. */
import { join } from 'node:path';
import {
  Node,
  Project,
  type PropertyAssignment,
  type SourceFile,
  SyntaxKind,
  type Symbol as TypeSymbol,
} from 'ts-morph';
import { ALWAYS_READ, PART_OF, type ProjectPart, type Question } from '../../../src/project/index.ts';
import { projectRoot } from '../../../tools/project-root.ts';

const sources = join(projectRoot, 'src');
const project = new Project({
  tsConfigFilePath: join(projectRoot, 'tsconfig.json'),
  skipAddingFilesFromTsConfig: true,
});
project.addSourceFilesAtPaths([join(sources, '**/*.ts'), join(projectRoot, 'rules/**/*.ts')]);

const model = project
  .getSourceFileOrThrow(join(sources, 'project/project-model.ts'))
  .getInterfaceOrThrow('ProjectModel');
const implementation = project.getSourceFileOrThrow(join(sources, 'project/build.ts')).getClassOrThrow('Project');
const artifacts = project.getSourceFileOrThrow(join(sources, 'project/artifacts.ts')).getClassOrThrow('Artifacts');
const parts = project.getSourceFileOrThrow(join(sources, 'project/project-part.ts'));
const summaries = project.getSourceFileOrThrow(join(sources, 'semantics/summary.ts'));

function propertiesOf(owner: 'SummaryFunction' | 'ModuleSummary', part: ProjectPart, names: readonly string[]) {
  return names.map((name) => [summaries.getInterfaceOrThrow(owner).getPropertyOrThrow(name), part] as const);
}

/** Where each part is asked for in the end. */
const ASKED_AT: ReadonlyMap<Node, ProjectPart> = new Map<Node, ProjectPart>([
  [artifacts.getMethodOrThrow('of'), 'artifacts'],
  [artifacts.getMethodOrThrow('at'), 'artifacts'],
  [parts.getFunctionOrThrow('moduleTexts'), 'texts'],
  [implementation.getGetAccessorOrThrow('queueEnds'), 'queues'],
  ...propertiesOf('SummaryFunction', 'shapes', ['shapes']),
  ...propertiesOf('SummaryFunction', 'strangers', ['carries']),
  ...propertiesOf('ModuleSummary', 'strangers', ['strangerHands']),
  ...propertiesOf('SummaryFunction', 'askings', ['asks', 'refuses', 'isHook']),
  ...propertiesOf('SummaryFunction', 'effects', ['blocking', 'work', 'clientCalls']),
  ...propertiesOf('SummaryFunction', 'effects', [
    'coroutine',
    'awaitsFirst',
    'failsBy',
    'reachesOutside',
    'takesFailures',
    'keepsFailures',
  ]),
  ...propertiesOf('ModuleSummary', 'askings', ['gateKeys']),
  ...propertiesOf('ModuleSummary', 'values', ['constants', 'knownTexts', 'tokenKeys', 'setsTokenKey']),
  ...propertiesOf('ModuleSummary', 'values', ['refusedVersions', 'engines']),
  ...propertiesOf('SummaryFunction', 'values', ['givesResultsOf', 'givesParameters', 'boundsParameters']),
]);

/** What the code asks of the project about a finding, by the kind of its question. */
const KINDS: ReadonlyMap<string, ProjectPart> = PART_OF;

/** All kinds of questions about a finding. */
export const questions: readonly Question['kind'][] = project
  .getSourceFileOrThrow(join(sources, 'project/question.ts'))
  .getDescendantsOfKind(SyntaxKind.PropertySignature)
  .filter((property) => property.getName() === 'kind')
  .flatMap((property) => property.getDescendantsOfKind(SyntaxKind.StringLiteral))
  .map((kind) => kind.getLiteralValue() as Question['kind']);

const answering: Node = implementation.getMethodOrThrow('answer');

/** What grades every finding. */
export const grading: Node = implementation.getMethodOrThrow('standingAt');

const clauses = project
  .getSourceFiles(join(sources, 'project/*answers.ts'))
  .flatMap((file) => file.getDescendantsOfKind(SyntaxKind.CaseClause));

/** The parts that the answer to a question of this kind rests on: the innermost of the choices by kind says so. */
export function partsAnswering(kind: Question['kind']): readonly ProjectPart[] {
  const choices = clauses
    .filter((clause) => clause.getExpression().getText() === `'${kind}'`)
    .map((clause) => partsReached(behind(clause)));
  return choices.reduce((least, each) => (each.length < least.length ? each : least), choices[0] ?? []);
}

/** A clause without statements falls through. */
const behind = (clause: Node): Node =>
  Node.isCaseClause(clause) && clause.getStatements().length === 0 ? behind(clause.getNextSiblingOrThrow()) : clause;

export function ruleFile(path: string): SourceFile {
  return project.getSourceFileOrThrow(path);
}

/** Questions about a finding are answered from what is always gathered, so `answer` is not followed. */
export function partsReached(from: Node): readonly ProjectPart[] {
  const reached = new Set<ProjectPart>();
  const seen = new Set<Node>();
  const pending: Node[] = [from];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (seen.has(node) || node === answering) continue;
    seen.add(node);
    const { parts: own, leadsTo } = stepFrom(node);
    for (const part of own) reached.add(part);
    pending.push(...leadsTo);
  }
  return [...reached].sort();
}

interface Step {
  readonly parts: ReadonlySet<ProjectPart>;
  readonly leadsTo: ReadonlySet<Node>;
}

const steps = new Map<Node, Step>();

function stepFrom(from: Node): Step {
  const known = steps.get(from);
  if (known !== undefined) return known;
  const step = { parts: new Set<ProjectPart>(), leadsTo: new Set<Node>() };
  from.forEachDescendant((node, traversal) => {
    if (Node.isTypeNode(node)) traversal.skip();
    else if (Node.isPropertyAssignment(node) && node.getName() === 'kind') {
      const part = partAskedBy(node);
      if (part !== undefined) step.parts.add(part);
    } else if (Node.isIdentifier(node) || Node.isPrivateIdentifier(node)) {
      for (const declaration of declarationsOf(node)) {
        const part = ASKED_AT.get(declaration);
        if (part === undefined) for (const code of codeOf(declaration)) step.leadsTo.add(code);
        else if (part !== 'artifacts' || !asksForDeclaring(node)) step.parts.add(part);
      }
    }
  });
  steps.set(from, step);
  return step;
}

/** By `{ kind: 'carries', … }`; what a way leads to has a kind as well. */
function partAskedBy(kind: PropertyAssignment): ProjectPart | undefined {
  const value = kind.getInitializer();
  const part = value !== undefined && Node.isStringLiteral(value) ? KINDS.get(value.getLiteralValue()) : undefined;
  const literal = part === undefined ? undefined : kind.getParentIfKind(SyntaxKind.ObjectLiteralExpression);
  return literal?.getContextualType()?.getAliasSymbol()?.getName() === 'Target' ? undefined : part;
}

/** What the project model promises is done by the class behind it. */
function declarationsOf(name: Node): Node[] {
  const symbol = symbolOf(name);
  return (symbol?.getAliasedSymbol() ?? symbol)?.getDeclarations().map(implemented) ?? [];
}

function implemented(declaration: Node): Node {
  const isPromise = Node.isPropertySignature(declaration) || Node.isMethodSignature(declaration);
  if (!isPromise || declaration.getParent() !== model) return declaration;
  return implementation.getInstanceMember(declaration.getName()) ?? declaration;
}

/** In `{ queueEnds }` and `{ queueEnds: ends }` the property that is taken, not the name it goes by then. */
function symbolOf(name: Node): TypeSymbol | undefined {
  const element = name.getParentIfKind(SyntaxKind.BindingElement);
  const taken = element === undefined ? undefined : (element.getPropertyNameNode() ?? element.getNameNode());
  if (element === undefined || taken !== name) return name.getSymbol();
  return element.getParent().getType().getProperty(name.getText()) ?? name.getSymbol();
}

/** The code that a name stands for; a local variable is part of the code around it. */
function codeOf(declaration: Node): readonly Node[] {
  if (declaration.getSourceFile().isInNodeModules()) return [];
  if (Node.isClassDeclaration(declaration)) return [...declaration.getConstructors(), ...declaration.getProperties()];
  if (Node.isVariableDeclaration(declaration)) {
    return declaration.getFirstAncestorByKind(SyntaxKind.Block) === undefined ? [declaration] : [];
  }
  return Node.isFunctionDeclaration(declaration) ||
    Node.isMethodDeclaration(declaration) ||
    Node.isGetAccessorDeclaration(declaration) ||
    Node.isPropertyDeclaration(declaration)
    ? [declaration]
    : [];
}

/** `artifacts.of('pyproject')`: such files are always read. */
function asksForDeclaring(method: Node): boolean {
  const call = method.getParent()?.getParentIfKind(SyntaxKind.CallExpression);
  const kind = call?.getArguments()[0];
  const read: ReadonlySet<string> = ALWAYS_READ;
  return kind !== undefined && Node.isStringLiteral(kind) && read.has(kind.getLiteralValue());
}
