/**
 * Packages that nearly everything is on, with the first version of their current major line: an upper bound below it
 * shuts out what others already need. Sources, as of 2026-11, with the date of each line's first release.
 */
export interface MajorLine {
  /** The first version of the line. */
  readonly version: string;
  /** Year and month of its release. */
  readonly since: string;
  readonly source: string;
}

export const MAJOR_LINES: ReadonlyMap<string, MajorLine> = new Map([
  ['click', { version: '8.0', since: '2021-05', source: 'https://click.palletsprojects.com/en/stable/changes/' }],
  ['django', { version: '5.0', since: '2023-12', source: 'https://docs.djangoproject.com/en/5.0/releases/5.0/' }],
  ['flask', { version: '3.0', since: '2023-09', source: 'https://flask.palletsprojects.com/en/stable/changes/' }],
  ['jinja2', { version: '3.0', since: '2021-05', source: 'https://jinja.palletsprojects.com/en/stable/changes/' }],
  [
    'markupsafe',
    { version: '2.0', since: '2021-05', source: 'https://markupsafe.palletsprojects.com/en/stable/changes/' },
  ],
  ['numpy', { version: '2.0', since: '2024-06', source: 'https://numpy.org/doc/stable/release/2.0.0-notes.html' }],
  ['openai', { version: '1.0', since: '2023-11', source: 'https://github.com/openai/openai-python/discussions/742' }],
  ['pandas', { version: '2.0', since: '2023-04', source: 'https://pandas.pydata.org/docs/whatsnew/v2.0.0.html' }],
  ['pydantic', { version: '2.0', since: '2023-06', source: 'https://docs.pydantic.dev/latest/migration/' }],
  ['pyyaml', { version: '6.0', since: '2021-10', source: 'https://github.com/yaml/pyyaml/blob/main/CHANGES' }],
  ['redis', { version: '5.0', since: '2023-08', source: 'https://github.com/redis/redis-py/releases/tag/v5.0.0' }],
  [
    'sqlalchemy',
    { version: '2.0', since: '2023-01', source: 'https://docs.sqlalchemy.org/en/20/changelog/migration_20.html' },
  ],
  [
    'urllib3',
    { version: '2.0', since: '2023-04', source: 'https://urllib3.readthedocs.io/en/stable/v2-migration-guide.html' },
  ],
  ['werkzeug', { version: '3.0', since: '2023-09', source: 'https://werkzeug.palletsprojects.com/en/stable/changes/' }],
]);
