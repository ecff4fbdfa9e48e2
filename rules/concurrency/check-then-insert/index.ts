import { defsOf } from '#ast';
import {
  defineProjectRule,
  factsOfKind,
  NOT_PRODUCTION,
  type ProjectContext,
  reachedFrom,
  SERVING,
  unpackPlace,
} from '#kit';
import { type ServerFact, serverFacts } from '#kit/artifacts';
import type { ProjectModel, Question } from '#project';
import { isOnLoopAlone, ofOneProcess } from '../_shared/one-process.ts';
import { type ChangedFact, changedFactsIn } from './changed-facts.ts';
import { type CheckedFileFact, checkedFileIn } from './checked-files.ts';

type Fact = ChangedFact | CheckedFileFact | ServerFact;

export default defineProjectRule<Fact>({
  docs: {
    summary: 'entry or file that is made because none like it was found',
    why: 'Two at once both find none and both make one: one replaces the other, a seat is given twice, two hold the lock. With threads that happens anywhere, with tasks at each `await` between the question and the change.',
    remedy:
      'Change it in the step that asks (before the first `await`), or hold a lock from the question to the change.',
    harm: 'loses',
    severity: 'P2',
    precision: 'low',
    since: '0.1.0',
    cwe: [362, 367],
    origin: [
      { document: 'Audits of four small systems before a scan', finding: 'registry R19: check then insert race' },
    ],
    bad: 'import httpx\nfrom fastapi import FastAPI, HTTPException\n\napp = FastAPI()\nbridges = httpx.AsyncClient(timeout=10)\nrooms = {}\n\n@app.post("/rooms/{name}")\nasync def open_room(name: str):\n    if name in rooms:\n        raise HTTPException(409, "there is one")\n    answer = await bridges.post("http://media/bridges")\n    rooms[name] = answer.json()["id"]\n',
    good: 'import httpx\nfrom fastapi import FastAPI, HTTPException\n\napp = FastAPI()\nbridges = httpx.AsyncClient(timeout=10)\nrooms = {}\n\n@app.post("/rooms/{name}")\nasync def open_room(name: str):\n    if name in rooms:\n        raise HTTPException(409, "there is one")\n    rooms[name] = None\n    answer = await bridges.post("http://media/bridges")\n    rooms[name] = answer.json()["id"]\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  facts: (file) => [
    ...defsOf(file.module).flatMap((fn) => [...changedFactsIn(fn, file), ...checkedFileIn(fn, file)]),
    ...serverFacts(file),
  ],
  check(project, ctx) {
    reportFiles(project, ctx);
    for (const { path, fact } of factsOfKind(ctx.facts, 'changed')) {
      const isKept = fact.owner === undefined || answers(project, { kind: 'long-lived', class: fact.owner });
      const inThreads = fact.wait !== undefined || answers(project, { kind: 'runs-in-threads', function: fact.fn });
      if (!isKept || !inThreads) continue;
      const way = fact.wait === undefined ? 'without a lock: two threads' : 'after an `await`: two tasks';
      ctx.report({
        at: { path, ...unpackPlace(fact.asked) },
        message: `\`${fact.what}\` is changed by what was asked of it, ${way} can both get the same answer and both change it`,
        remedy:
          'Change it in the step that asks (before the first `await`), or hold a lock from the question to the change',
        related: [{ path, ...unpackPlace(fact.change), message: 'it is changed here' }],
        key: `${fact.fn} ${fact.what}`,
      });
    }
  },
});

const answers = (project: ProjectModel, question: Question): boolean => project.answer(question).verdict === 'yes';

const SAYS = {
  lock: 'two processes can both find no such file and both go on as its owner',
  file: 'two can both find none and both make it: one fails, or reads what the other has half written',
  name: 'two can find the same name free, and one overwrites what the other writes',
} as const;

function reportFiles(project: ProjectModel, ctx: ProjectContext<Fact>): void {
  const isOfOneProcess = ofOneProcess(project, ctx.facts);
  for (const { path, fact } of factsOfKind(ctx.facts, 'file')) {
    const inThreads: Question = { kind: 'runs-in-threads', function: fact.fn };
    const isServed = fact.how === 'lock' || fact.inMany || answers(project, inThreads);
    if (!isServed && !answers(project, reachedFrom(SERVING, fact.fn))) continue;
    const at = { path, ...unpackPlace(fact.asked) };
    if (fact.how === 'file' && !fact.inMany && isOnLoopAlone(fact.fn, project) && isOfOneProcess(path)) {
      ctx.proven({ at, by: 'one event loop serves it, and has no other turn before it is made' });
      continue;
    }
    ctx.report({
      at,
      message: `whether \`${fact.path}\` exists is asked before it is made: ${SAYS[fact.how]}`,
      remedy:
        fact.how === 'file'
          ? 'Make it elsewhere and move it there in one step (`os.replace`), or hold a lock from the question to its end'
          : 'Open it with mode `"x"` (`os.O_EXCL`), which asks and makes in one step, and answer the `FileExistsError`',
      related: [
        { path, ...unpackPlace(fact.made), message: fact.how === 'name' ? 'it is used here' : 'it is made here' },
      ],
      key: `${fact.fn} ${fact.path}`,
    });
  }
}
