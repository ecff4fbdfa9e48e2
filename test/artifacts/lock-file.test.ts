import { describe, expect, test } from 'vitest';
import { readLockFile } from '../../src/artifacts/lock-file/lock-file.ts';
import { SourceText } from '../../src/text/index.ts';

const packagesOf = (text: string) => readLockFile(new SourceText(text)).artifact?.packages;

describe('lock files', () => {
  test('of uv: what is needed on every machine, versions by machine, and extras', () => {
    const text = `version = 1

[[package]]
name = "Depot_Kit"
version = "1.0"
source = { registry = "https://pypi.org/simple" }
dependencies = [
    { name = "uvicorn", extra = ["standard"] },
    { name = "colorama", marker = "sys_platform == 'win32'" },
    { name = "numpy", version = "1.26.4", source = { registry = "https://pypi.org/simple" }, marker = "python_full_version < '3.10'" },
    { name = "numpy", version = "2.2.6", source = { registry = "https://pypi.org/simple" }, marker = "python_full_version >= '3.10'" },
]

[package.optional-dependencies]
mail = [
    { name = "aiosmtplib" },
]

[package.dev-dependencies]
dev = [
    { name = "ruff" },
]

[package.metadata]
requires-dist = [{ name = "httpx" }]
`;
    expect(packagesOf(text)).toEqual([
      {
        distribution: 'depot-kit',
        version: '1.0',
        requires: ['uvicorn', 'uvicorn[standard]', 'numpy'],
        extras: { mail: ['aiosmtplib'] },
        isForSome: true,
      },
    ]);
  });

  test('of Poetry: tables and texts, lists by machine, what is optional or for some machines left out', () => {
    const text = `[[package]]
name = "depot-kit"
version = "1.0"
optional = false
groups = ["main", "dev"]

[package.dependencies]
python-dateutil = ">=2.8"
uvicorn = {version = ">=0.30", extras = ["standard"]}
colorama = {version = "*", markers = "sys_platform == \\"win32\\""}
redis = {version = ">=5", optional = true}
numpy = [
    {version = ">=1.26", markers = "python_version < \\"3.12\\""},
    {version = ">=2", markers = "python_version >= \\"3.12\\""},
]

[package.extras]
mail = ["aiosmtplib (>=3.0)"]

[metadata]
lock-version = "2.1"
`;
    expect(packagesOf(text)).toEqual([
      {
        distribution: 'depot-kit',
        version: '1.0',
        requires: ['python-dateutil', 'uvicorn', 'uvicorn[standard]', 'numpy'],
        extras: { mail: ['aiosmtplib'] },
      },
    ]);
  });

  test('of PDM: requirements as texts', () => {
    const text = `[[package]]
name = "depot-kit"
version = "1.0"
groups = ["default"]
dependencies = [
    "uvicorn[standard]>=0.30",
    "colorama; sys_platform == \\"win32\\"",
]
`;
    expect(packagesOf(text)?.map(({ requires }) => requires)).toEqual([['uvicorn', 'uvicorn[standard]']]);
  });
});
