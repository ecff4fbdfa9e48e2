import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import {
  type Artifact,
  namedInDocument,
  namedModules,
  offeredInDocument,
  readArtifact,
} from '../../src/artifacts/index.ts';
import { loadPythonParser } from '../../src/ast/lower/index.ts';
import { fileKindOf } from '../../src/discover/file-kind.ts';
import { RuleContext } from '../../src/engine/source-context.ts';
import type { FactsContext } from '../../src/kit/index.ts';
import { buildProjectModel, type ModuleSummary, type ProjectModel } from '../../src/project/index.ts';
import { buildSemanticModel, summarizeModule } from '../../src/semantics/index.ts';
import { SourceText } from '../../src/text/index.ts';
import { projectRoot } from '../../tools/project-root.ts';

const parser = await loadPythonParser();

/** A small repository of `fixtures/project`, as text by path. `unread.txt` stands for a Python file that exists and is not read. */
export function readRepository(name: string): ReadonlyMap<string, string> {
  const root = join(projectRoot, 'fixtures/project', name);
  const entries = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name)).sort();
  return new Map(paths.map((path) => [relative(root, path).replaceAll('\\', '/'), readFileSync(path, 'utf8')]));
}

/** The project model of a repository, from real summaries; `order` shows that theirs does not matter. */
export function modelOf(
  files: ReadonlyMap<string, string>,
  order: (summaries: ModuleSummary[]) => ModuleSummary[] = (summaries) => summaries,
): ProjectModel {
  const python = [...files].filter(([path]) => /\.pyi?$/.test(path));
  const summaries = python.map(([path, text]) => summarizeModule(buildSemanticModel(path, parser.parse(text))));
  const existing = new Set([...files.keys()].map((path) => path.replace(/unread\.txt$/, 'unread.py')));
  // Summaries cross from map to reduce as JSON.
  const sent = JSON.parse(JSON.stringify(order(summaries))) as ModuleSummary[];
  return buildProjectModel({ summaries: sent, files: existing });
}

/** As `modelOf`, with the artifacts among the files. */
export function deliveryOf(files: ReadonlyMap<string, string>): ProjectModel {
  const artifacts = [...files].flatMap(([path, content]) => {
    const text = new SourceText(content);
    const kind = fileKindOf(path);
    const artifact: Artifact | undefined = kind && readArtifact(kind, text, path).artifact;
    return artifact === undefined ? [] : [{ path, lineStarts: text.lines.starts, artifact }];
  });
  const named = [...files].filter(([path]) => !/\.(?:pyi?|md)$/.test(path)).flatMap(([, text]) => namedModules(text));
  const documents = artifacts.flatMap(({ path, artifact }) => {
    const text = files.get(path) ?? '';
    if (artifact.kind !== 'markdown') return [];
    return { shown: namedInDocument(artifact.model, text), offered: offeredInDocument(artifact.model, path, text) };
  });
  return buildProjectModel({
    summaries: modelOf(files).modules,
    files: new Set(files.keys()),
    artifacts,
    mentions: new Set([...named, ...documents.flatMap(({ offered }) => offered)]),
    documented: new Set(documents.flatMap(({ shown }) => shown)),
  });
}

/** What a rule's `facts` says of the Python files. */
export function factsOf<Fact>(
  files: ReadonlyMap<string, string>,
  facts: (file: FactsContext) => readonly Fact[],
): { readonly path: string; readonly fact: Fact }[] {
  return [...files]
    .filter(([path]) => path.endsWith('.py'))
    .flatMap(([path, text]) => {
      const file = new RuleContext(buildSemanticModel(path, parser.parse(text)), {});
      return facts(file).map((fact) => ({ path, fact }));
    });
}
