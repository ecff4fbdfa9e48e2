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
    summary: 'race condition: check, then act (TOCTOU)',
    why: 'Two concurrent callers can both pass the check and both act. Then one entry overwrites the other, a seat is sold twice, or two processes hold the same lock.',
    remedy: 'Check and change in one step (before the first `await`), or hold a lock from the check to the change',
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
      const condition = fact.wait === undefined ? 'without a lock, so two threads' : 'after an `await`, so two tasks';
      ctx.report({
        at: { path, ...unpackPlace(fact.check) },
        message: `race condition: \`${fact.what}\` is checked and then changed ${condition} can both pass the check`,
        remedy: 'Check and change in one step (before the first `await`), or hold a lock from the check to the change',
        related: [{ path, ...unpackPlace(fact.change), message: 'changed here' }],
        key: `${fact.fn} ${fact.what}`,
      });
    }
  },
});

const answers = (project: ProjectModel, question: Question): boolean => project.answer(question).verdict === 'yes';

const SAYS = {
  lock: 'two processes can both find it missing and both own the lock',
  file: 'two callers can both create it, and one fails or reads a half-written file',
  name: 'two callers can both find the name free, and one overwrites the other',
} as const;

function reportFiles(project: ProjectModel, ctx: ProjectContext<Fact>): void {
  const isOfOneProcess = ofOneProcess(project, ctx.facts);
  for (const { path, fact } of factsOfKind(ctx.facts, 'file')) {
    const inThreads: Question = { kind: 'runs-in-threads', function: fact.fn };
    const isServed = fact.how === 'lock' || fact.inMany || answers(project, inThreads);
    if (!isServed && !answers(project, reachedFrom(SERVING, fact.fn))) continue;
    const at = { path, ...unpackPlace(fact.check) };
    if (fact.how === 'file' && !fact.inMany && isOnLoopAlone(fact.fn, project) && isOfOneProcess(path)) {
      ctx.proven({ at, by: 'a single event loop runs it, without an `await` before the file is created' });
      continue;
    }
    ctx.report({
      at,
      message: `race condition (TOCTOU): \`${fact.path}\` is checked before it is created: ${SAYS[fact.how]}`,
      remedy:
        fact.how === 'file'
          ? 'Create it under a temporary name and move it into place (`os.replace`), or hold a lock from the check on'
          : 'Open it with mode `"x"` (`os.O_EXCL`), which checks and creates in one step, and handle `FileExistsError`',
      related: [{ path, ...unpackPlace(fact.made), message: fact.how === 'name' ? 'used here' : 'created here' }],
      key: `${fact.fn} ${fact.path}`,
    });
  }
}
