import { expect, test } from 'vitest';
import { baseImage } from '../../src/knowledge/base-images.ts';

const shown = (name: string, tag?: string): string => {
  const image = baseImage(name, tag);
  if (image === undefined) return 'unknown';
  const programs = image.programs === undefined ? '?' : [...image.programs].filter((each) => each !== '').join(' ');
  return `${image.user}: ${programs}`;
};

test.each([
  ['python', '3.12', 'root: curl wget pgrep pkill ps'],
  ['python', '3.12-slim', 'root: '],
  ['docker.io/library/python', '3.12-alpine', 'root: wget nc pgrep pkill ps'],
  ['public.ecr.aws/docker/library/node', '22-bookworm-slim', 'root: '],
  ['debian', undefined, 'root: '],
  ['nvidia/cuda', '12.4.1-runtime-ubuntu22.04', 'root: ?'],
  ['ghcr.io/astral-sh/uv', 'latest', 'unknown'],
  ['ghcr.io/astral-sh/uv', 'python3.12-bookworm-slim', 'root: '],
  ['gcr.io/distroless/python3-debian12', 'nonroot', 'own: '],
  ['gcr.io/distroless/python3-debian12', 'latest', 'root: '],
  ['cgr.dev/chainguard/python', 'latest', 'own: ?'],
  ['apache/airflow', '2.10.3', 'own: ?'],
  ['python', '3.12-windowsservercore', 'unknown'],
  ['registry.example.org/python', '3.12', 'unknown'],
  ['postgres', '17', 'unknown'],
])('%s:%s is %s', (name, tag, expected) => {
  expect(shown(name, tag)).toBe(expected);
});
