/**
 * Queues that workers are started on from artifacts: `celery -A shop worker -Q mail,reports`,
 * `rq worker mail`, `dramatiq shop.tasks -Q mail reports`.
 */
import { invocationOf } from '#artifacts';
import type { PlacedCommand, ProjectModel } from '#project';
import type { Span } from '#text';

export interface WorkerCommand {
  readonly broker: 'celery' | 'dramatiq' | 'rq';
  readonly placed: PlacedCommand;
  /** Undefined where it takes the queues that the code declares, or those cannot be determined. */
  readonly queues: readonly { readonly name: string; readonly span: Span }[] | undefined;
}

/** Every worker of Celery, Dramatiq and RQ that some artifact starts. */
export function workerCommands({ commands }: ProjectModel): readonly WorkerCommand[] {
  return commands.flatMap((placed) => workerBy(placed) ?? []);
}

function workerBy(placed: PlacedCommand): WorkerCommand | undefined {
  const invocation = invocationOf(placed.command);
  if (invocation === undefined) return undefined;
  const { program, args } = invocation;
  const start = program === 'python' ? args.findIndex(({ text }) => PROGRAMS.has(text)) : -1;
  const broker = program === 'python' ? args[start]?.text : program;
  const rest = args.slice(start + 1);
  if (broker === 'dramatiq') return { broker, placed, queues: dramatiqQueues(rest) };
  const at = rest.findIndex(({ text }) => text === 'worker');
  if (at < 0 || (broker !== 'celery' && broker !== 'rq')) return undefined;
  if (rest.some(({ isDynamic }) => isDynamic)) return { broker, placed, queues: undefined };
  if (broker === 'celery') return { broker, placed, queues: celeryQueues(rest) };
  const names = rest
    .slice(at + 1)
    .filter(({ text }, index, all) => !/^-/.test(text) && !/^-/.test(all[index - 1]?.text ?? ''));
  return {
    broker,
    placed,
    queues: names.length === 0 ? undefined : names.map(({ text, span }) => ({ name: text, span })),
  };
}

const PROGRAMS: ReadonlySet<string> = new Set(['celery', 'dramatiq', 'rq']);

/** What is behind `-Q`, up to the next option. */
function dramatiqQueues(args: PlacedCommand['command']['words']): WorkerCommand['queues'] {
  const at = args.findIndex(({ text }) => text === '-Q' || text === '--queues');
  if (at < 0 || args.some(({ isDynamic }) => isDynamic)) return undefined;
  const behind = args.slice(at + 1);
  const end = behind.findIndex(({ text }) => text.startsWith('-'));
  return behind.slice(0, end < 0 ? undefined : end).map(({ text, span }) => ({ name: text, span }));
}

function celeryQueues(args: PlacedCommand['command']['words']): WorkerCommand['queues'] {
  for (const [index, { text, span }] of args.entries()) {
    const joined = /^(?:--queues=|-Q=?)(.+)$/.exec(text)?.[1];
    const given =
      joined !== undefined ? { text: joined, span } : /^(?:-Q|--queues)$/.test(text) ? args[index + 1] : undefined;
    if (given === undefined) continue;
    const { text: list, span: place } = given;
    return list.split(',').map((name) => ({ name: name.trim(), span: place }));
  }
  return undefined;
}
