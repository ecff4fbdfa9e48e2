/** The typed Python tree: CPython's `ast` kinds and fields, with spans, parents and comments. */

export { pushChildren } from './children.generated.ts';
export type { ConstantValue } from './constant-value.ts';
export * from './nodes.generated.ts';
export { type CellPlace, type Notebook, readNotebook } from './notebook.ts';
export type { Comment, ParsedModule } from './parsed-module.ts';
export * from './queries/index.ts';
export { ancestors, findNode, forEachChild, holds, listByKind, nodesOf, walk } from './visit.ts';
