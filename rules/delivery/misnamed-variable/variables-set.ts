/** Variables of the environment that images, services, files and documents set or tell to set. */
import { type ArtifactKind, invocationOf, type ShellCommand } from '#artifacts';
import { READING_KINDS, SETTING, textsIn } from '#kit/artifacts';
import { type ArtifactFile, type ArtifactPlace, imageName, type ProjectModel } from '#project';
import type { Located, Span } from '#text';

export interface VariableSet {
  readonly name: string;
  readonly at: ArtifactPlace;
  /** `document`: a table of a document lists it, which sets nothing by itself. */
  readonly by: 'image' | 'service' | 'file' | 'command' | 'document';
}

/** The likeliest to count first. */
export function variablesSet({ artifacts, builds, commands }: ProjectModel): readonly VariableSet[] {
  const images = artifacts.of('dockerfile').flatMap((file) =>
    file.model.stages
      .flatMap(({ instructions }) => instructions)
      .flatMap((each) => (each.kind === 'env' ? each.variables : []))
      .map(({ name, span }) => ({ name, at: file.placeOf(span), by: 'image' as const })),
  );
  const services = artifacts.of('compose').flatMap((file) =>
    // Images of others have variables of their own.
    file.model.services.flatMap(({ build, environment }) =>
      build === undefined ? [] : environment.map(({ name }) => placed(file, name, 'service')),
    ),
  );
  const files = artifacts
    .of('env-file')
    .flatMap((file) => file.model.variables.map(({ name }) => placed(file, name, 'file')));
  const typed = commands.flatMap(({ kind, command, placeOf }) =>
    kind === 'markdown'
      ? namesTyped(command, builds).map(({ name, span }) => ({ name, at: placeOf(span), by: 'command' as const }))
      : [],
  );
  return [...images, ...services, ...files, ...typed, ...artifacts.of('markdown').flatMap(listedIn)];
}

const placed = (file: ArtifactFile, { value, span }: Located<string>, by: VariableSet['by']): VariableSet => ({
  name: value,
  at: file.placeOf(span),
  by,
});

/** `export NAME=value`, `NAME=value python serve.py`, `docker run -e NAME=value image`. */
function namesTyped(
  command: ShellCommand,
  builds: ProjectModel['builds'],
): readonly { readonly name: string; readonly span: Span }[] {
  const { program, args = [] } = invocationOf(command) ?? {};
  if (program === 'docker' || program === 'podman') {
    if (!builds.isOwn(imageName(imageRun(args.map(({ text }) => text)) ?? '') ?? '')) return [];
    return args.flatMap(({ text, span }, at) => {
      const given = /^(?:-e|--env)$/.test(args[at - 1]?.text ?? '') ? text : text.replace(/^--env=/, '');
      return given !== text || /^-/.test(args[at - 1]?.text ?? '') ? named(given, span) : [];
    });
  }
  if (program === 'export') return args.flatMap(({ text, span }) => named(text, span));
  return /^(?:python|uv|gunicorn|uvicorn|flask|streamlit)/.test(program ?? '')
    ? command.environment.map(({ name }) => ({ name, span: command.span }))
    : [];
}

/** `orders:2.1` of `docker run --rm -p 80:80 orders:2.1 serve`. */
function imageRun(words: readonly string[]): string | undefined {
  let at = words.indexOf('run') + 1;
  for (; words[at]?.startsWith('-'); at++) if (!STANDING_ALONE.test(words[at] ?? '')) at++;
  return words[at];
}

/** Options of `docker run` without a value behind them. Source: https://docs.docker.com/reference/cli/docker/container/run/ */
const STANDING_ALONE =
  /^(?:-[ditPq]+|-[a-z]\S+|--\S+=.*|--(?:detach|init|interactive|no-healthcheck|oom-kill-disable|privileged|publish-all|quiet|read-only|rm|tty))$/;

const named = (text: string, span: Span): readonly { readonly name: string; readonly span: Span }[] => {
  const name = /^([A-Za-z_]\w*)=/.exec(text)?.[1];
  return name === undefined ? [] : [{ name, span }];
};

/** Rows of a table whose head says that they are variables. */
const listedIn = (file: ArtifactFile<'markdown'>): readonly VariableSet[] =>
  file.model.blocks.flatMap(({ kind, head, cells, code }) => {
    const [first] = code;
    if (kind !== 'row' || first === undefined || !/variable|\benv\b/i.test(head?.[0] ?? '')) return [];
    const isFirst = cells?.[0]?.value.includes(first.text.value) === true;
    return isFirst && /^[A-Z][A-Z0-9_]+$/.test(first.text.value) ? [placed(file, first.text, 'document')] : [];
  });

/** Which names some file that is not Python fills in (`$NAME`), and which it names at all. */
export function namesInArtifacts({ artifacts }: ProjectModel): {
  readonly filled: ReadonlySet<string>;
  readonly named: ReadonlySet<string>;
} {
  const [filled, names] = [new Set<string>(), new Set<string>()];
  const kinds: readonly ArtifactKind[] = [...READING_KINDS, ...SETTING, 'env-file', 'markdown', 'gitlab-ci'];
  for (const text of textsIn(kinds.flatMap((kind) => artifacts.of(kind).map(({ model }) => model))))
    for (const [, before = '', name = ''] of text.matchAll(/(\$\{?|\benv\.|%\(ENV_)?\b([A-Za-z_]\w*)/g))
      (before === '' ? names : filled).add(name);
  return { filled, named: names };
}
