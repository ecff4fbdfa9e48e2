import { loadPythonParser } from '../../ast/lower/index.ts';
import type { RegisteredRule } from '../../kit/index.ts';
import { type MapTools, mapFile } from '../map-file.ts';
import { FileWitness } from '../observed-file.ts';
import { RulePreparation } from '../prepared-rules.ts';
import type { FileOptions } from '../scan-options.ts';
import type { MapAnswer, MapTask, WorkerSetup } from './map-task.ts';

/**
 * What a worker answers a task with: the report as JSON, which is half as large as its structured clone and read twice as
 * fast by the one thread that waits for it. Undefined answers the question whether the worker has started.
 */
export type MapInWorker = (task: MapTask | undefined) => string | undefined;

/** The worker's half of the pool: loads once what all files need. */
export async function serveMapping(registry: readonly RegisteredRule[], setup: WorkerSetup): Promise<MapInWorker> {
  const tools: MapTools = {
    parser: await loadPythonParser(setup.parser),
    rules: new RulePreparation(setup.rules.map((name) => ruleNamed(registry, name))),
    limits: setup.limits,
    now: () => performance.now(),
    timing: undefined,
    onFault: undefined,
  };
  return (task) => task && JSON.stringify(answerTo(task, optionsOf(setup, task), tools));
}

function answerTo(task: MapTask, options: FileOptions, tools: MapTools): MapAnswer {
  if (!task.hasInquiry) return { report: mapFile(task, options, tools) };
  const observed = new FileWitness();
  return { report: mapFile(task, options, { ...tools, inquiry: observed }), observed };
}

function ruleNamed(registry: readonly RegisteredRule[], wanted: string): RegisteredRule {
  const found = registry.find(({ name }) => name === wanted);
  if (found === undefined) throw new Error(`the workers have no rule \`${wanted}\``);
  return found;
}

function optionsOf({ options }: WorkerSetup, { options: index }: MapTask): FileOptions {
  const found = options[index];
  if (found === undefined) throw new Error(`the workers have no options ${index}`);
  return found;
}
