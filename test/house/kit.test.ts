/** The kit is in groups in which its names are found, and shows plug-ins a part of them and of the model. */
import { join } from 'node:path';
import { Project, type SourceFile } from 'ts-morph';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../tools/project-root.ts';

const project = new Project({
  tsConfigFilePath: join(projectRoot, 'tsconfig.json'),
  skipAddingFilesFromTsConfig: true,
});
const open = (path: string): SourceFile => project.addSourceFileAtPath(join(projectRoot, 'src/kit', path));

const core = open('index.ts');
const groups = project.addSourceFilesAtPaths(join(projectRoot, 'src/kit/*/index.ts'));

const MOST_LINES = 12_000;
const MOST_NAMES = 300;

/** Names that are written out, not brought by a star: types of a whole layer may be known to two groups. */
const named = (file: SourceFile): string[] =>
  file.getExportDeclarations().flatMap((each) => each.getNamedExports().map((name) => name.getName()));

describe('the kit', () => {
  it('has every name in one group', () => {
    const all = [core, ...groups].flatMap(named);
    expect(all.filter((name, index) => all.indexOf(name) !== index)).toEqual([]);
  });

  it('passes no group on with the core', () => {
    expect(core.getExportDeclarations().map((each) => each.getModuleSpecifierValue())).not.toContainEqual(
      expect.stringMatching(/^\.\/\w+\/index\.ts$/),
    );
  });

  it('says of each group what is in it, and holds nothing there', () => {
    for (const group of groups) {
      expect(group.getFullText(), group.getDirectory().getBaseName()).toMatch(/^\/\*\* [A-Z].*\. \*\/\n/);
      expect(group.getStatements().length).toBe(group.getExportDeclarations().length);
    }
  });

  it('is no larger than an author can know', () => {
    const files = project.addSourceFilesAtPaths(join(projectRoot, 'src/kit/**/*.ts'));
    expect(files.reduce((sum, file) => sum + file.getEndLineNumber(), 0)).toBeLessThanOrEqual(MOST_LINES);
    const inGroups = groups.flatMap((group) => [...group.getExportedDeclarations().keys()]);
    expect([...named(core), ...inGroups].length).toBeLessThanOrEqual(MOST_NAMES);
  });
});
