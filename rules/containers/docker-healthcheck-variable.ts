import type { DockerInstruction } from '#artifacts';
import { defineArtifactRule } from '#kit';
import { instructionsOf } from '#kit/artifacts';
import { type Edits, offering, replacement, unsafeFix } from '#kit/fixes';
import type { SourceText } from '#text';
import { runByShell } from './_shared/shell.ts';

/** Programs that fill in `$NAME` themselves, without a shell. */
const EXPANDING: ReadonlySet<string> = new Set([
  'envsubst',
  'dumb-init',
  'confd',
  'dockerize',
  'gomplate',
  'supervisord',
  'awk',
  'gawk',
  'perl',
]);

export default defineArtifactRule({
  docs: {
    summary: 'unexpanded variable in an exec-form command',
    why: 'Docker runs a JSON array without a shell, so the program receives the string `$NAME` instead of the value. A health check then usually fails, and a start command gets a wrong argument.',
    remedy: 'Write the command without brackets, or start a shell: `["sh", "-c", "…"]`',
    harm: 'misleads',
    severity: 'P2',
    precision: 'high',
    measured: { read: 2, right: 2, on: 'dtu_mlops; silent on TenSafe and 94 other repositories with Dockerfiles' },
    since: '0.1.0',
    cwe: [],
    fixes: [unsafeFix('Start a shell that expands it', 'the image must contain a shell')],
    origin: [{ document: 'TenSafe System Audit', finding: 'P2-10' }],
    bad: '# path: Dockerfile\nFROM python:3.12-slim\nENV PORT=8000\nHEALTHCHECK CMD ["curl", "-f", "http://localhost:${PORT}/health"]\nCMD ["python", "-m", "orders"]\n',
    good: '# path: Dockerfile\nFROM python:3.12-slim\nENV PORT=8000\nHEALTHCHECK CMD curl -f http://localhost:${PORT}/health\nCMD ["python", "-m", "orders"]\n',
  },
  artifact: 'dockerfile',
  check(ctx) {
    for (const stage of ctx.artifact.stages) {
      const all = instructionsOf(ctx.artifact, stage);
      const hasScript = all.some(startsScript);
      // `ENTRYPOINT ["sh", "-c"]`: the first word of CMD is what the shell runs.
      const entrypoint = all.findLast(({ kind }) => kind === 'entrypoint');
      const isShell = SHELL_OPTION.test((entrypoint?.kind === 'entrypoint' && entrypoint.words.at(-1)?.value) || '');
      for (const instruction of stage.instructions) {
        // What a CMD says is handed to the script of the ENTRYPOINT, which may fill it in.
        const word = instruction.kind === 'cmd' && hasScript ? undefined : unexpandedWord(instruction, isShell);
        if (word === undefined) continue;
        const keyword = instruction.kind.toUpperCase();
        ctx.report({
          at: word.span,
          message: `unexpanded variable: \`${word.value}\` is in the exec form of ${keyword}, which runs without a shell`,
          ...offering(expanded(instruction, ctx.text)),
        });
      }
    }
  },
});

const SHELL_OPTION = /^-[a-z]*c$/;

/** The first word of an exec form that waits for a shell, unless the form starts one. */
function unexpandedWord(instruction: DockerInstruction, isOfShell: boolean) {
  if (instruction.kind !== 'healthcheck' && instruction.kind !== 'cmd' && instruction.kind !== 'entrypoint')
    return undefined;
  const { form, words } = instruction;
  const program = words[0]?.value.split('/').at(-1) ?? '';
  if (form !== 'exec' || EXPANDING.has(program)) return undefined;
  if (words.some(({ value }) => SHELL_OPTION.test(value))) return undefined;
  return words
    .slice(isOfShell && instruction.kind === 'cmd' ? 1 : 0)
    .find(({ value }) => /\$(?:[A-Za-z_]\w*|\{[A-Za-z_][^}]{0,200}\})/.test(value));
}

function startsScript(instruction: DockerInstruction): boolean {
  return (
    instruction.kind === 'entrypoint' &&
    /\.sh$|entry-?point/.test(instruction.words.map(({ value }) => value).join(' '))
  );
}

/** Arguments that a CMD adds to an ENTRYPOINT would be lost on a shell. */
function expanded(instruction: DockerInstruction, { content }: SourceText): Edits {
  if (instruction.kind !== 'healthcheck' && instruction.kind !== 'cmd') return undefined;
  const [first, last] = [instruction.words[0], instruction.words.at(-1)];
  const before = content.slice(0, first?.span.start ?? 0);
  const open = /\[\s*"?$/.exec(before)?.index;
  const close = content.indexOf(']', last?.span.end);
  if (open === undefined || close < 0 || /[\r\n]/.test(content.slice(open, close))) return undefined;
  const words = instruction.words.map(({ value }) => value);
  return [replacement({ start: open, end: close + 1 }, runByShell(words))];
}
