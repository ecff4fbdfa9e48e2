import { expect, test } from 'vitest';
import { requirementInstalls } from '../../../src/kit/artifacts/index.ts';
import { deliveryOf } from '../../project/read-project.ts';

const installedBy = (dockerfile: string): readonly string[] =>
  requirementInstalls(
    deliveryOf(
      new Map([
        ['Dockerfile', dockerfile],
        ['requirements.txt', 'fastapi\n'],
      ]),
    ),
  ).map(({ file }) => file.path);

test('a Dockerfile that Docker cannot read installs nothing', () => {
  const install = 'COPY requirements.txt .\nRUN pip install -r requirements.txt\n';
  expect(installedBy(`FROM python:3.12\nRUN apt-get update \\\n  && apt-get clean\n${install}`)).toEqual([
    'requirements.txt',
  ]);
  expect(installedBy(`FROM python:3.12\nRUN apt-get update\n  && apt-get clean\n${install}`)).toEqual([]);
});
