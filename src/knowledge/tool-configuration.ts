/** Where tools look for their configuration, and in which order. Read from the sources of the versions named, in November 2026. */

export interface ConfigurationPlaces {
  readonly tool: string;
  /** The first of these files that holds something for the tool is read, and no other. */
  readonly order: readonly ConfigurationFile[];
  readonly source: string;
}

export interface ConfigurationFile {
  readonly name: string;
  /** What its sections or tables begin with; absent where the file is the tool's own, whatever it says. */
  readonly section?: string;
}

const own = (...names: readonly string[]): ConfigurationFile[] => names.map((name) => ({ name }));
const shared = (name: string, section: string): ConfigurationFile => ({ name, section });

export const TOOL_CONFIGURATION: readonly ConfigurationPlaces[] = [
  {
    tool: 'black',
    order: [shared('pyproject.toml', 'tool.black')],
    source: 'https://black.readthedocs.io/en/stable/usage_and_configuration/the_basics.html#configuration-via-a-file',
  },
  {
    tool: 'coverage',
    order: [
      ...own('.coveragerc', '.coveragerc.toml'),
      shared('setup.cfg', 'coverage:'),
      shared('tox.ini', 'coverage:'),
      shared('pyproject.toml', 'tool.coverage'),
    ],
    source: 'coverage 7.17.3, coverage/config.py: config_files_to_try',
  },
  {
    tool: 'flake8',
    order: [shared('setup.cfg', 'flake8'), shared('tox.ini', 'flake8'), shared('.flake8', 'flake8')],
    source: 'flake8 7.5.0, flake8/options/config.py: _find_config_file',
  },
  {
    tool: 'isort',
    order: [
      ...own('.isort.cfg'),
      shared('pyproject.toml', 'tool.isort'),
      shared('setup.cfg', 'isort'),
      shared('setup.cfg', 'tool:isort'),
      shared('tox.ini', 'isort'),
    ],
    source: 'isort 9.0.2, isort/settings.py: CONFIG_SOURCES',
  },
  {
    tool: 'mypy',
    order: [
      shared('mypy.ini', 'mypy'),
      shared('.mypy.ini', 'mypy'),
      shared('pyproject.toml', 'tool.mypy'),
      shared('setup.cfg', 'mypy'),
    ],
    source: 'mypy 2.4.1, mypy/defaults.py: CONFIG_NAMES, SHARED_CONFIG_NAMES',
  },
  {
    tool: 'pylint',
    order: [
      ...own('pylintrc', 'pylintrc.toml', '.pylintrc', '.pylintrc.toml'),
      shared('pyproject.toml', 'tool.pylint'),
      shared('setup.cfg', 'pylint'),
      shared('tox.ini', 'pylint'),
    ],
    source: 'pylint 4.1.4, pylint/config/find_default_config_files.py: CONFIG_NAMES',
  },
  {
    tool: 'pyright',
    order: [...own('pyrightconfig.json'), shared('pyproject.toml', 'tool.pyright')],
    source: 'https://github.com/microsoft/pyright/blob/main/docs/configuration.md',
  },
  {
    tool: 'pytest',
    order: [
      ...own('pytest.toml', '.pytest.toml', 'pytest.ini', '.pytest.ini'),
      shared('pyproject.toml', 'tool.pytest'),
      shared('tox.ini', 'pytest'),
      shared('setup.cfg', 'tool:pytest'),
    ],
    source: 'pytest 9.2.0, _pytest/config/findpaths.py: CONFIG_LOADERS_BY_NAME',
  },
  {
    tool: 'ruff',
    order: [...own('.ruff.toml', 'ruff.toml'), shared('pyproject.toml', 'tool.ruff')],
    source: 'https://docs.astral.sh/ruff/configuration/#config-file-discovery',
  },
];
