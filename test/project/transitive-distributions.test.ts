import { describe, expect, test } from 'vitest';
import { readLockFile } from '../../src/artifacts/lock-file/lock-file.ts';
import { readRequirementsFile } from '../../src/artifacts/requirements/requirements-file.ts';
import { buildProjectModel } from '../../src/project/index.ts';
import { SourceText } from '../../src/text/index.ts';

/** A project that declares this in `requirements.txt` and `requirements-dev.txt`. */
function projectOf(runtime: string, dev = '', lock = '') {
  const mapped = (path: string, kind: string, artifact: unknown) =>
    // As the map half reports a file.
    ({ path, lineStarts: [0], artifact: { kind, model: artifact } }) as never;
  const requirements = (path: string, text: string) =>
    mapped(path, 'requirements', readRequirementsFile(new SourceText(text)).artifact);
  return buildProjectModel({
    summaries: [],
    files: new Set(),
    artifacts: [
      requirements('requirements.txt', runtime),
      requirements('requirements-dev.txt', dev),
      mapped('poetry.lock', 'lock-file', readLockFile(new SourceText(lock)).artifact),
    ],
  });
}

describe('what comes with what is declared', () => {
  test('over several steps, by what is known of well-known distributions', () => {
    expect(projectOf('librosa').transitivityOf('threadpoolctl')).toEqual({
      kind: 'certain',
      by: 'librosa',
      lock: undefined,
    });
    expect(projectOf('delta-spark').transitivityOf('py4j')).toMatchObject({ kind: 'certain', by: 'delta-spark' });
  });

  test('by the extra that is asked for', () => {
    expect(projectOf('uvicorn[standard]').transitivityOf('pyyaml')).toMatchObject({
      kind: 'certain',
      by: 'uvicorn[standard]',
    });
    expect(projectOf('uvicorn').transitivityOf('pyyaml')).toMatchObject({ kind: 'never' });
  });

  test('only for developers, or on some machines', () => {
    expect(projectOf('flask', 'aiomysql').transitivityOf('pymysql')).toMatchObject({
      kind: 'sometimes',
      by: 'aiomysql',
    });
    expect(projectOf('aiomysql; sys_platform == "linux"').transitivityOf('pymysql')).toMatchObject({
      kind: 'sometimes',
    });
  });

  test('by a lock, which is named', () => {
    const lock =
      '[[package]]\nname = "parcel-kit"\n\n[package.dependencies]\nlxml = ">=5"\n\n[[package]]\nname = "six"\n';
    const project = projectOf('parcel-kit', '', lock);
    expect(project.transitivityOf('lxml')).toEqual({ kind: 'certain', by: 'parcel-kit', lock: 'poetry.lock' });
    expect(project.transitivityOf('six')).toEqual({ kind: 'sometimes', by: undefined, lock: 'poetry.lock' });
  });

  test('by nothing; in doubt where others require it and something declared is not known', () => {
    expect(projectOf('flask').transitivityOf('redis')).toEqual({ kind: 'never', unknown: 'none' });
    expect(projectOf('parcel-kit', 'flask').transitivityOf('duckdb')).toEqual({ kind: 'never', unknown: 'some' });
    // Many things require it.
    expect(projectOf('parcel-kit', 'flask').transitivityOf('redis')).toEqual({ kind: 'never', unknown: 'most' });
    expect(projectOf('parcel-kit', 'crate-kit', 'flask').transitivityOf('redis')).toEqual({
      kind: 'never',
      unknown: 'most',
    });
  });
});
