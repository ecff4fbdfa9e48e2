import type { PythonParser } from '../../ast/lower/index.ts';
import type { RegisteredRule } from '../../kit/index.ts';
import { buildSemanticModel } from '../../semantics/index.ts';
import { SourceText } from '../../text/index.ts';
import type { Fixture } from '../fixtures/fixture.ts';
import { type Offset, Rewriting, type RewrittenFiles } from './rewriting.ts';
import { scanFiles } from './scan-files.ts';
import { compareFindings, type Survival } from './survival.ts';
import type { Subject, Transformation } from './transformation.ts';

/** What one transformation did to one fixture. */
export interface FixtureTrial {
  readonly transformation: Transformation;
  readonly isClean: boolean;
  readonly survival: Survival;
  readonly changed: RewrittenFiles;
  /** Names that were given, by those they took the place of. */
  readonly newNames: ReadonlyMap<string, string>;
}

/** Changes a fixture in each way that finds something to change, and scans it before and after. */
export async function trialsOf(
  registered: RegisteredRule,
  { name, fixture }: { readonly name: string; readonly fixture: Fixture },
  parser: PythonParser,
  transformations: readonly Transformation[],
): Promise<FixtureTrial[]> {
  const { findings: before } = await scanFiles(fixture.files, registered, fixture.options);
  const isClean = !name.startsWith('flagged');
  const marked = isClean ? fixture.innocent : before.map(({ location }) => location);
  const sites = marked.map((place) => siteOf(place, fixture));
  const subject: Subject = {
    files: fixture.files,
    python: pythonIn(fixture, parser),
    isClean,
    sites: sites.length === 0 ? undefined : sites,
  };
  const trials: FixtureTrial[] = [];
  for (const transformation of transformations) {
    const rewriting = new Rewriting(fixture.files);
    transformation.apply(subject, rewriting);
    if (rewriting.isEmpty) continue;
    const changed = rewriting.finish();
    const { findings: after } = await scanFiles(changed.files, registered, fixture.options);
    const survival = compareFindings(fixture.files, changed, before, after);
    trials.push({ transformation, isClean, survival, changed, newNames: rewriting.newNames });
  }
  return trials;
}

function siteOf(place: { readonly path: string; readonly line: number }, { files }: Fixture): Offset {
  const text = new SourceText(String(files.get(place.path) ?? ''));
  const hasColumn = 'column' in place && typeof place.column === 'number';
  const column = hasColumn ? Number(place.column) - 1 : text.lineText(place.line).search(/\S|$/);
  return { path: place.path, offset: text.lineStart(place.line) + column };
}

/** Files that could be read whole. */
function pythonIn({ files }: Fixture, parser: PythonParser): Subject['python'] {
  return [...files].flatMap(([path, content]) => {
    if (!path.endsWith('.py') || typeof content !== 'string' || content.includes('\r')) return [];
    const source = parser.parse(content);
    return source.gaps.length > 0 ? [] : [{ path, text: content, model: buildSemanticModel(path, source) }];
  });
}
