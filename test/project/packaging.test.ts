import { describe, expect, test } from 'vitest';
import { readArtifact } from '../../src/artifacts/index.ts';
import { loadPythonParser } from '../../src/ast/lower/index.ts';
import {
  buildProjectModel,
  type MappedArtifact,
  type ModuleSummary,
  type ProjectModel,
} from '../../src/project/index.ts';
import { admits, areDisjoint, excludesFrom } from '../../src/project/specifier.ts';
import { buildSemanticModel, summarizeModule } from '../../src/semantics/index.ts';
import { SourceText } from '../../src/text/index.ts';

const parser = await loadPythonParser();
const KINDS: Readonly<Record<string, string>> = {
  'pyproject.toml': 'pyproject',
  'setup.cfg': 'setup-cfg',
  'requirements.txt': 'requirements',
  'requirements-dev.txt': 'requirements',
  'tox.ini': 'ini',
  Pipfile: 'pipfile',
};

function project(files: Readonly<Record<string, string>>): ProjectModel {
  const summaries = Object.entries(files)
    .filter(([path]) => path.endsWith('.py'))
    .map(([path, text]) => summarizeModule(buildSemanticModel(path, parser.parse(text))));
  const artifacts = Object.entries(files).flatMap(([path, content]): MappedArtifact[] => {
    const kind = KINDS[path.slice(path.lastIndexOf('/') + 1)];
    const text = new SourceText(content);
    const { artifact } = kind === undefined ? { artifact: undefined } : readArtifact(kind, text, path);
    return artifact === undefined ? [] : [{ path, artifact, lineStarts: text.lines.starts }];
  });
  // Summaries and models cross from map to reduce as JSON.
  const sent = JSON.parse(JSON.stringify({ summaries, artifacts })) as {
    summaries: ModuleSummary[];
    artifacts: MappedArtifact[];
  };
  return buildProjectModel({ ...sent, files: new Set(Object.keys(files)) });
}

const BACKEND = (name: string): string =>
  `[build-system]\nrequires = []\nbuild-backend = "${name}"\n[project]\nname = "shop"\n`;
const TREE = {
  'src/shop/__init__.py': '',
  'src/shop/api/routes.py': '',
  'src/extra/__init__.py': '',
  'tools/run.py': '',
  'shop_cli.py': '',
};

describe('what a distribution includes', () => {
  const included = (files: Readonly<Record<string, string>>): string => {
    const [distribution] = project({ ...TREE, ...files }).distributions;
    const answers = Object.keys(TREE).filter((path) => distribution?.includes(path) === true);
    const isUnknown = distribution === undefined || distribution.includes('src/shop/__init__.py') === undefined;
    return isUnknown ? 'unknown' : `${distribution.roots}: ${answers}`;
  };

  test.each([
    [
      'find with namespaces',
      { 'pyproject.toml': `${BACKEND('setuptools.build_meta')}[tool.setuptools.packages.find]\nwhere = ["src"]\n` },
      'src: src/shop/__init__.py,src/shop/api/routes.py,src/extra/__init__.py',
    ],
    [
      'find with patterns',
      {
        'pyproject.toml': `${BACKEND('setuptools.build_meta')}[tool.setuptools.packages.find]\nwhere = ["src"]\ninclude = ["shop*"]\nexclude = ["*.api"]\n`,
      },
      'src: src/shop/__init__.py',
    ],
    [
      'find_packages, which wants __init__',
      {
        'setup.py':
          'from setuptools import setup, find_packages\nsetup(packages=find_packages("src"), package_dir={"": "src"})\n',
      },
      'src: src/shop/__init__.py,src/extra/__init__.py',
    ],
    [
      'a list of names',
      {
        'setup.py':
          'from setuptools import setup\nPACKAGES = ["shop", "shop.api"]\nsetup(packages=PACKAGES, package_dir={"": "src"}, py_modules=["none"])\n',
      },
      'src: src/shop/__init__.py,src/shop/api/routes.py',
    ],
    [
      'setup.cfg beside a bare setup.py',
      {
        'setup.py': 'from setuptools import setup\nsetup()\n',
        'setup.cfg': '[options]\npackages = find:\npy_modules = shop_cli\n[options.packages.find]\nwhere = .\n',
      },
      ': shop_cli.py',
    ],
    [
      'flit by name',
      { 'pyproject.toml': BACKEND('flit_core.buildapi') },
      'src: src/shop/__init__.py,src/shop/api/routes.py',
    ],
    [
      'hatch by name',
      { 'pyproject.toml': BACKEND('hatchling.build') },
      'src: src/shop/__init__.py,src/shop/api/routes.py',
    ],
    [
      'poetry with from',
      {
        'pyproject.toml':
          '[build-system]\nbuild-backend = "poetry.core.masonry.api"\n[tool.poetry]\nname = "shop"\npackages = [{include = "extra", from = "src"}]\n',
      },
      'src: src/extra/__init__.py',
    ],
    [
      'setuptools alone, with src',
      { 'pyproject.toml': BACKEND('setuptools.build_meta') },
      'src: src/shop/__init__.py,src/shop/api/routes.py,src/extra/__init__.py',
    ],
    ['a list that is computed', { 'setup.py': 'from setuptools import setup\nsetup(packages=found())\n' }, 'unknown'],
    ['a project that is not built', { 'pyproject.toml': '[project]\nname = "shop"\n' }, 'unknown'],
  ])('%s', (_, files, expected) => {
    expect(included(files)).toBe(expected);
  });
});

test('requirements of every source, with group and place', () => {
  const found = project({
    'pyproject.toml': '[project]\nname = "shop"\ndependencies = ["a>=1"]\n',
    'requirements.txt': 'b==2 --hash=sha256:0\n',
    'requirements-dev.txt': 'c\n',
    'tox.ini': '[testenv]\ndeps =\n    py310: d>=4\n    -r requirements.txt\n',
    Pipfile: '[packages]\ne = "*"\n',
    'setup.py':
      'from setuptools import setup\nEXTRAS = {"fast": ["g"]}\nsetup(install_requires=["f<6 ; python_version<\'3\'"] + more(), extras_require=EXTRAS)\n',
  });
  const rows = found.requirements.map(({ path, line, distribution, specifier, group, isLocked, source }) =>
    [path, line, distribution + specifier, group.kind, group.name ?? '', source, isLocked ? 'locked' : '']
      .join(' ')
      .trim(),
  );
  expect(rows).toEqual([
    'Pipfile 2 e runtime  pipfile',
    'pyproject.toml 3 a>=1 runtime  pyproject',
    'requirements-dev.txt 1 c group dev requirements',
    'requirements.txt 1 b==2 runtime  requirements locked',
    'setup.py 2 g extra fast setup.py',
    'setup.py 3 f<6 runtime  setup.py',
    'tox.ini 3 d>=4 group tox tox',
  ]);
  expect(found.moduleByPath('setup.py')?.setup?.hasComputedRequirements).toBe(true);
});

test('entry points of every source', () => {
  const found = project({
    'pyproject.toml': '[project]\nname = "a"\n[project.scripts]\nshop = "shop.cli:main"\n',
    'sub/setup.py':
      'from setuptools import setup\nsetup(entry_points={"console_scripts": ["old = old.cli:run [x]"], "shop.plugins": "p = plug"})\n',
  });
  expect(found.entryPoints.map(({ path, group, name, reference }) => `${path} ${group} ${name} ${reference}`)).toEqual([
    'pyproject.toml console_scripts shop shop.cli:main',
    'sub/setup.py console_scripts old old.cli:run',
    'sub/setup.py shop.plugins p plug',
  ]);
});

test.each([
  ['>=1.24,<2.0.0', '2.0', true],
  ['<=1.26', '2.0', true],
  ['~=1.4', '2.0', true],
  ['~=2.4', '2.0', false],
  ['==1.*', '2.0', true],
  ['<3', '2.0', false],
  ['>=1', '2.0', false],
  ['!=2.0', '2.0', false],
  ['<2.1', '2.0', false],
  ['nonsense', '2.0', false],
])('%s shuts out all from %s on: %s', (specifier, version, expected) => {
  expect(excludesFrom(specifier, version) !== undefined).toBe(expected);
});

test.each([
  ['>=2.1', '<2', true],
  ['>=2.1', '>=1,<2', true],
  ['==1.5', '>=2', true],
  ['==2.2.3', '>=2.1', false],
  ['~=1.4', '>=2', true],
  ['>=2', '<=2', false],
  ['', '<2', false],
  ['==1.0', '==1.0.0', false],
  ['==1.0', '==1.1', true],
  ['==2.*', '>=2.5', false],
])('%s and %s have no version in common: %s', (first, second, expected) => {
  expect([areDisjoint(first, second), areDisjoint(second, first)]).toEqual([expected, expected]);
});

test('pre-releases are versions like others', () => {
  expect([admits('>=2.0rc1', '2.0rc2'), admits('<2', '1.9'), admits('', '1')]).toEqual([true, true, true]);
});
