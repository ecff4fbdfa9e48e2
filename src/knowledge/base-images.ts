/** What images hold that others are built on: who they run as, and which programs of health checks they carry. As of 2026-11-20. */
import { words } from './words.ts';

export interface BaseImage {
  /** `own`: the image sets a user that is not root. */
  readonly user: 'root' | 'own';
  /** Of `curl`, `wget`, `nc` and what lists processes; undefined where that was not looked up. */
  readonly programs: ReadonlySet<string> | undefined;
}

/** Programs by the flavour that the tag names; `full` is a tag that names none. */
type Flavours = Readonly<Partial<Record<'full' | 'slim' | 'alpine', string>>>;

interface Row {
  readonly images: string;
  readonly user: 'root' | 'own';
  readonly programs?: Flavours;
  readonly source: string;
}

const BUSYBOX = 'wget nc pgrep pkill ps';
const LIBRARY: Flavours = { full: 'curl wget pgrep pkill ps', slim: '', alpine: BUSYBOX };

const ROWS: readonly Row[] = [
  {
    images: 'python node golang ruby rust perl',
    user: 'root',
    programs: LIBRARY,
    // The full flavours are built on buildpack-deps, the slim ones on debian:*-slim.
    source: 'https://github.com/docker-library/official-images/tree/master/library',
  },
  {
    images: 'buildpack-deps',
    user: 'root',
    programs: { full: 'curl wget pgrep pkill ps' },
    source: 'https://hub.docker.com/_/buildpack-deps',
  },
  {
    images: 'debian',
    user: 'root',
    programs: { full: '', slim: '' },
    source: 'https://hub.docker.com/_/debian',
  },
  { images: 'ubuntu', user: 'root', programs: { full: 'pgrep pkill ps' }, source: 'https://hub.docker.com/_/ubuntu' },
  { images: 'alpine', user: 'root', programs: { full: BUSYBOX }, source: 'https://hub.docker.com/_/alpine' },
  { images: 'busybox', user: 'root', programs: { full: BUSYBOX }, source: 'https://hub.docker.com/_/busybox' },
  {
    images: 'php',
    user: 'root',
    programs: { full: 'curl pgrep pkill ps', alpine: 'curl wget nc pgrep pkill ps' },
    source: 'https://github.com/docker-library/php',
  },
  {
    images:
      'fedora rockylinux almalinux amazonlinux centos rockylinux/rockylinux public.ecr.aws/amazonlinux/amazonlinux',
    user: 'root',
    programs: { full: 'curl pgrep pkill ps' },
    source: 'https://hub.docker.com/_/amazonlinux',
  },
  {
    images: 'ollama/ollama',
    user: 'root',
    programs: { full: 'pgrep pkill ps' },
    source: 'https://github.com/ollama/ollama/blob/main/Dockerfile',
  },
  { images: 'openjdk eclipse-temurin maven', user: 'root', source: 'https://github.com/adoptium/containers' },
  {
    images: 'ghcr.io/astral-sh/uv',
    user: 'root',
    programs: LIBRARY,
    source: 'https://docs.astral.sh/uv/guides/integration/docker/',
  },
  {
    images:
      'nvidia/cuda nvcr.io/nvidia/cuda nvcr.io/nvidia/pytorch nvcr.io/nvidia/tritonserver rocm/pytorch pytorch/pytorch tensorflow/tensorflow continuumio/miniconda3 continuumio/anaconda3 condaforge/miniforge3 condaforge/mambaforge tiangolo/uvicorn-gunicorn-fastapi tiangolo/uvicorn-gunicorn tiangolo/meinheld-gunicorn huggingface/transformers-pytorch-gpu',
    user: 'root',
    source: 'https://gitlab.com/nvidia/container-images/cuda, https://github.com/pytorch/pytorch/blob/main/Dockerfile',
  },
  {
    images:
      'mambaorg/micromamba jupyter/base-notebook jupyter/scipy-notebook jupyter/minimal-notebook quay.io/jupyter/base-notebook apache/airflow apache/spark apache/superset bitnami/python bitnami/spark nginxinc/nginx-unprivileged grafana/grafana prom/prometheus jenkins/jenkins selenium/standalone-chrome rasa/rasa',
    user: 'own',
    source: 'the USER of each Dockerfile, by https://hub.docker.com',
  },
];

const BY_NAME: ReadonlyMap<string, Row> = new Map(ROWS.flatMap((row) => words(row.images).map((name) => [name, row])));

/** What is known of an image; undefined where nothing is. */
export function baseImage(name: string, tag: string | undefined): BaseImage | undefined {
  const plain = plainName(name);
  // Distroless and Chainguard: https://github.com/GoogleContainerTools/distroless#debug-images, https://edu.chainguard.dev
  if (plain.startsWith('gcr.io/distroless/'))
    return {
      user: tag?.includes('nonroot') === true || plain.endsWith('nonroot') ? 'own' : 'root',
      programs: new Set(),
    };
  if (plain.startsWith('cgr.dev/')) return { user: 'own', programs: undefined };
  const row = BY_NAME.get(plain);
  if (row === undefined || /windows|nanoserver|onbuild/.test(tag ?? '')) return undefined;
  // The tags of uv without a system hold nothing but uv.
  if (plain.endsWith('/uv') && !/python|alpine|debian|bookworm|trixie/.test(tag ?? '')) return undefined;
  const flavour = /alpine/.test(tag ?? '') ? 'alpine' : /slim/.test(tag ?? '') ? 'slim' : 'full';
  const programs = row.programs?.[flavour];
  return { user: row.user, programs: programs === undefined ? undefined : new Set(words(programs)) };
}

/** An image as it is called without the registries that are Docker Hub or its mirrors. */
const plainName = (name: string): string =>
  name
    .replace(/^(?:(?:docker\.io|index\.docker\.io|registry\.hub\.docker\.com|mirror\.gcr\.io)\/)?(?:library\/)?/, '')
    .replace(/^public\.ecr\.aws\/docker\/library\//, '');

/** Docker's own images have a name without an owner: https://github.com/docker-library/official-images */
export const isOfficialImage = (name: string): boolean => !plainName(name).includes('/');

/**
 * The first version, major and minor, of each that gets patches as of the day above: https://peps.python.org/pep-0619,
 * https://nodejs.org/en/about/previous-releases. Images of CUDA stay as they are, with a driver that libraries are made for: the system
 * below gets patches as long as that is maintained.
 */
const FIRST_PATCHED: ReadonlyMap<string, readonly [major: number, minor: number]> = new Map([
  ['python', [3, 11]],
  ['node', [22, 0]],
  // https://wiki.debian.org/LTS, https://ubuntu.com/about/release-cycle, https://alpinelinux.org/releases
  ['debian', [12, 0]],
  ['ubuntu', [22, 4]],
  ['alpine', [3, 22]],
  ['centos', [9, 0]],
]);

/** Systems that tags of images name, and whose support has ended: by the same sources. */
const ENDED_SYSTEM =
  /(?:^|-)(?:wheezy|jessie|stretch|buster|bullseye|trusty|xenial|bionic|focal|ubuntu(?:14|16|18|20)\.?04|alpine3\.(?:1?\d|2[01]))(?:-|$)/;

/** Whether the line of an image that a tag names has ended; `3` is the newest of its line. */
export function getsNoPatches(name: string, tag: string): boolean {
  const first = FIRST_PATCHED.get(plainName(name));
  const [, major, minor] = /^(\d+)(?:\.(\d+))?/.exec(tag) ?? [];
  if (BY_NAME.has(plainName(name)) && ENDED_SYSTEM.test(tag)) return true;
  if (first === undefined || major === undefined) return false;
  return Number(major) < first[0] || (Number(major) === first[0] && minor !== undefined && Number(minor) < first[1]);
}
