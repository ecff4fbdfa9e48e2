/** The kit stands in groups in which its names are found, and shows plug-ins a part of them. */
import { readdirSync } from 'node:fs';
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
const groups = readdirSync(join(projectRoot, 'src/kit/groups')).map((name) => open(`groups/${name}`));

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
      expect.stringContaining('groups/'),
    );
  });

  it('says of each group what is in it, and holds nothing there', () => {
    for (const group of groups) {
      expect(group.getFullText(), group.getBaseName()).toMatch(/^\/\*\* [A-Z].*\. \*\/\n/);
      expect(group.getStatements().length).toBe(group.getExportDeclarations().length);
    }
  });

  it('shows plug-ins only what a group has, and what they are defined by', () => {
    const inside = new Set([core, ...groups].flatMap((file) => [...file.getExportedDeclarations().keys()]));
    const shown = open('public.ts')
      .getExportDeclarations()
      .filter((each) => !each.getModuleSpecifierValue()?.startsWith('./plugin/'))
      .flatMap((each) => each.getNamedExports().map((name) => name.getName()));
    expect(shown.filter((name) => !inside.has(name))).toEqual([]);
  });
});
