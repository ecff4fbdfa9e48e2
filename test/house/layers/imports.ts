import { join, relative } from 'node:path';
import { type Node, Project, type SourceFile, SyntaxKind } from 'ts-morph';
import { projectRoot } from '../../../tools/project-root.ts';

/** One import, export-from or dynamic import. */
export interface Import {
  /** Path of the importing file from the root. */
  readonly from: string;
  /** Path from the root, or the specifier of a package. */
  readonly to: string;
  readonly specifier: string;
  readonly isTypeOnly: boolean;
  /** Loaded when the program comes to it. */
  readonly isLazy: boolean;
}

const project = new Project({ skipAddingFilesFromTsConfig: true });

/** Every file of the sources, rules and tools, parsed. */
export const sourceFiles: readonly SourceFile[] = project.addSourceFilesAtPaths([
  join(projectRoot, 'src/**/*.ts'),
  join(projectRoot, 'rules/**/*.ts'),
  join(projectRoot, 'tools/**/*.ts'),
]);

export function pathOf(file: SourceFile): string {
  return relative(projectRoot, file.getFilePath()).replaceAll('\\', '/');
}

export function importsOf(file: SourceFile): Import[] {
  return [...staticImports(file), ...dynamicImports(file)].map((edge) => ({
    ...edge,
    from: pathOf(file),
    to: resolve(file, edge.specifier),
  }));
}

/** Lines where one of these globals is named, as `path:line name`. */
export function findGlobals(file: SourceFile, globals: ReadonlySet<string>): string[] {
  return file
    .getDescendantsOfKind(SyntaxKind.Identifier)
    .filter((identifier) => globals.has(identifier.getText()) && !isMemberName(identifier))
    .map((identifier) => `${pathOf(file)}:${identifier.getStartLineNumber()} ${identifier.getText()}`);
}

function staticImports(file: SourceFile): Pick<Import, 'specifier' | 'isTypeOnly' | 'isLazy'>[] {
  return [...file.getImportDeclarations(), ...file.getExportDeclarations()].flatMap((declaration) => {
    const specifier = declaration.getModuleSpecifierValue();
    return specifier === undefined ? [] : [{ specifier, isTypeOnly: declaration.isTypeOnly(), isLazy: false }];
  });
}

function dynamicImports(file: SourceFile): Pick<Import, 'specifier' | 'isTypeOnly' | 'isLazy'>[] {
  return file.getDescendantsOfKind(SyntaxKind.CallExpression).flatMap((call) => {
    const [argument] = call.getArguments();
    if (call.getExpression().getKind() !== SyntaxKind.ImportKeyword) return [];
    return argument?.isKind(SyntaxKind.StringLiteral)
      ? [{ specifier: argument.getLiteralValue(), isTypeOnly: false, isLazy: true }]
      : [];
  });
}

/** Path from the root, or the specifier of a package. */
export function resolve(file: SourceFile, specifier: string): string {
  if (specifier.startsWith('#kit/')) return `src/kit/${specifier.slice('#kit/'.length)}/index.ts`;
  if (specifier.startsWith('#')) return `src/${specifier.slice(1)}${specifier.includes('/') ? '' : '/index'}.ts`;
  if (!specifier.startsWith('.')) return specifier;
  return relative(projectRoot, join(file.getDirectoryPath(), specifier)).replaceAll('\\', '/');
}

// `timing.process` and `{ process: 1 }` name members, not the global.
function isMemberName(identifier: Node): boolean {
  const parent = identifier.getParent();
  if (parent?.isKind(SyntaxKind.PropertyAccessExpression)) return parent.getNameNode() === identifier;
  return (
    parent?.isKind(SyntaxKind.PropertyAssignment) === true ||
    parent?.isKind(SyntaxKind.PropertySignature) === true ||
    parent?.isKind(SyntaxKind.PropertyDeclaration) === true
  );
}
