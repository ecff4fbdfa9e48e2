import type { Dockerfile, DockerStage } from '#artifacts';
import { pipArguments } from '#artifacts/shell/pip-arguments';
import { defineArtifactRule } from '#kit';
import { finalStage } from '#kit/artifacts';
import { isForDevelopment } from '#project/reach/for-development';
import { joinPath, type Span } from '#text';

export default defineArtifactRule({
  docs: {
    summary: 'editable install in an image',
    why: 'An editable install only points to its source folder. Copied to another stage it points to nothing, and the first import fails. In a production image, the code runs from that folder instead of from an installed package.',
    remedy: 'Build and install a wheel: `pip wheel -w /wheels .`, then `pip install /wheels/*.whl`',
    harm: 'breaks',
    severity: {
      'install that is copied without its source': 'P0',
      'install that runs from its source': 'P3',
    },
    precision: 'low',
    measured: { read: 1, right: 1, on: 'TenSafe and repositories with Dockerfiles' },
    since: '0.1.0',
    cwe: [],
    origin: [
      { document: 'TenSafe Issue Register', finding: 'PKG-02' },
      { document: 'TenSafe Phase 0 Baseline Assessment', finding: '2.7' },
    ],
    bad: '# path: Dockerfile\nFROM python:3.12 AS build\nWORKDIR /build\nCOPY . .\nRUN python -m venv /venv && /venv/bin/pip install -e .\n\nFROM python:3.12-slim\nCOPY --from=build /venv /venv\nCMD ["/venv/bin/orders"]\n',
    good: '# path: Dockerfile\nFROM python:3.12 AS build\nWORKDIR /build\nCOPY . .\nRUN python -m venv /venv && /venv/bin/pip install .\n\nFROM python:3.12-slim\nCOPY --from=build /venv /venv\nCMD ["/venv/bin/orders"]\n',
  },
  artifact: 'dockerfile',
  check(ctx) {
    const dockerfile = ctx.artifact;
    for (const [index, stage] of dockerfile.stages.entries()) {
      for (const { target, folder, at } of editableInstalls(stage)) {
        const copy = copyWithoutSource(dockerfile, index, folder);
        const from = folder === undefined ? `\`${target}\`` : `\`${folder}\``;
        if (copy !== undefined) {
          ctx.report({
            at,
            message: `editable install: \`${target}\` only links to ${from}, which is missing in the stage that copies the installation`,
            related: [{ at: copy, message: 'the installation is copied here, its source is not' }],
          });
        } else if (stage === finalStage(dockerfile) && !isForDevelopment(ctx.path, stage)) {
          // Who works on the code mounts it over the folder: that is meant.
          ctx.report({
            at,
            message: `editable install: the code of \`${target}\` runs from the source folder ${from}, not from an installed package`,
            kind: 'install that runs from its source',
          });
        }
      }
    }
  },
});

/** `pip install -e TARGET` of folders; what is fetched from a repository lies beside the installation. */
function editableInstalls(stage: DockerStage) {
  return stage.instructions.flatMap((instruction, index) => {
    if (instruction.kind !== 'run') return [];
    // A WORKDIR that only the build knows.
    const isUnknown =
      instruction.workdir === undefined && stage.instructions.slice(0, index).some(({ kind }) => kind === 'workdir');
    return instruction.script.commands.flatMap((command) => {
      const args = pipArguments(command) ?? [];
      const flag = args.findIndex(
        ({ text }) => text === '-e' || text === '--editable' || text.startsWith('--editable='),
      );
      const target = args[flag]?.text.startsWith('--editable=') ? args[flag].text.slice(11) : args[flag + 1]?.text;
      if (flag < 0 || args[0]?.text !== 'install' || target === undefined || target.includes('://')) return [];
      const folder = folderInImage(command.folder, instruction.workdir, target.replace(/\[[^[\]]*\]$/, ''));
      return { target, folder: isUnknown && !target.startsWith('/') ? undefined : folder, at: command.span };
    });
  });
}

/** Where in the image a written folder lies; undefined where that cannot be determined. */
function folderInImage(folder: string | undefined, workdir: string | undefined, written: string): string | undefined {
  if (/[$*]/.test(written) || (folder === undefined && !written.startsWith('/'))) return undefined;
  const places = [workdir ?? '/', folder ?? '', written];
  const path = joinPath('', places.slice(places.findLastIndex((place) => place.startsWith('/'))).join('/'));
  return path === undefined ? undefined : `/${path}`;
}

/** Where a later stage copies from the stage, and nothing brings the folder of the source to its place. */
function copyWithoutSource({ stages }: Dockerfile, index: number, folder: string | undefined): Span | undefined {
  const name = stages[index]?.name?.value;
  for (const stage of stages.slice(index + 1)) {
    const copies = stage.instructions.flatMap((each) => (each.kind === 'copy' || each.kind === 'add' ? each : []));
    const copy = copies.find(
      ({ from }) => from !== undefined && (from.value === String(index) || from.value.toLowerCase() === name),
    );
    if (copy === undefined) continue;
    const isCopied = copies.some(({ destination, workdir }) => {
      const place = folderInImage('', workdir ?? '/', destination?.value ?? '');
      return folder !== undefined && place !== undefined && (isWithin(folder, place) || isWithin(place, folder));
    });
    if (!isCopied) return copy.span;
  }
  return undefined;
}

const isWithin = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(`${folder === '/' ? '' : folder}/`);
