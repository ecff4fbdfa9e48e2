/** The sessions of a noxfile as scripts, like those of a makefile or of tox. */
import type { ShellCommand, ShellScript } from '../artifacts/index.ts';
import { memoize } from '../collections/index.ts';
import type { ModuleSummary, NoxCommand, NoxSession } from '../semantics/index.ts';
import { LineTable, type Span } from '../text/index.ts';
import type { ArtifactFile, ArtifactPlace } from './artifacts.ts';

/** What a session runs: each command is a script of its own. */
export interface NoxScript {
  readonly script: ShellScript;
  /** Where it says that a failure is none. */
  readonly ignoredAt: Span | undefined;
}

/** A noxfile, as an artifact that holds commands. */
export interface NoxFile {
  readonly path: string;
  readonly folder: string;
  readonly sessions: readonly NoxSession[];
  placeOf(span: Span): ArtifactPlace;
}

/** The modules that are noxfiles. */
export function noxFiles(modules: readonly ModuleSummary[]): readonly NoxFile[] {
  return modules.flatMap(({ path, nox }) => {
    if (nox === undefined) return [];
    const lines = new LineTable(nox.lineStarts);
    return {
      path,
      folder: path.slice(0, Math.max(0, path.lastIndexOf('/'))),
      sessions: nox.sessions.map((session) => ({
        ...session,
        isDefault: nox.byDefault?.includes(session.name) ?? session.isDefault,
      })),
      placeOf({ start, end }: Span) {
        const [from, to] = [lines.positionAt(start), lines.positionAt(end)];
        return { path, line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
      },
    };
  });
}

/** The commands of a session, in order. */
export function noxScripts({ commands }: NoxSession): readonly NoxScript[] {
  return commands.map((command) => ({
    script: { commands: [shellCommand(command)], isBroken: false },
    ignoredAt: command.toleratedAt,
  }));
}

function shellCommand({ words, start, end, isConditional, folder }: NoxCommand): ShellCommand {
  return {
    words: words.map(({ text, isDynamic, start: from, end: to }) => ({
      text,
      isDynamic,
      span: { start: from, end: to },
    })),
    environment: [],
    redirections: [],
    span: { start, end },
    isConditional,
    ...(folder !== undefined && { folder }),
  };
}

/** The sessions that `nox` runs with these; undefined where one of them is not found. */
export function sessionsNamed(
  file: NoxFile,
  { names, tags }: { readonly names: readonly string[]; readonly tags: readonly string[] },
): readonly NoxSession[] | undefined {
  const { sessions } = file;
  if (names.length === 0 && tags.length === 0) return sessions.filter(({ isDefault }) => isDefault);
  const tagged = sessions.filter((session) => tags.some((tag) => session.tags.includes(tag)));
  const named = names.map((name) => sessionNamed(name, file));
  const known = named.flatMap((each) => each ?? []);
  return known.length < named.length ? undefined : [...new Set([...known, ...tagged])];
}

/** `tests-3.12`, `tests(django="5")`: a session with one of its interpreters or parameters; the first that fits. */
function sessionNamed(written: string, file: NoxFile): NoxSession | undefined {
  const known = sessionsByName(file);
  const ends = [...written.matchAll(/[-(]/g)].map(({ index }) => index);
  const fitting = [written.length, ...ends].flatMap((end) => known.get(written.slice(0, end)) ?? []);
  return file.sessions[Math.min(...fitting)];
}

/** The place of the first session of each name. */
const sessionsByName = memoize(
  ({ sessions }: NoxFile): ReadonlyMap<string, number> =>
    new Map(sessions.map(({ name }, index) => [name, index] as const).toReversed()),
);

export type PlacedFile = Pick<ArtifactFile, 'path' | 'placeOf'>;
