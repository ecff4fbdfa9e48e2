/** Whether a function can answer 401 or 403, or prove who asks: itself, by what it depends on, or by what it calls. */
import { memoize } from '../collections/index.ts';
import type { RelatedLocation } from '../findings/index.ts';
import { AUTHENTICATING_LIBRARIES, PROVING_CALLS } from '../knowledge/authenticating-libraries.ts';
import type { ModuleSummary } from '../semantics/index.ts';
import type { Project } from './build.ts';
import { isProduction } from './production.ts';
import type { LocatedClass, LocatedFunction } from './project-model.ts';

export interface Refusing {
  /** Where it is refused or proven. */
  readonly evidence: RelatedLocation | undefined;
  /** Something on the way is not seen, and is called like what asks. */
  readonly isDoubtful: boolean;
}

/** Undefined where nothing that it leads to authenticates the caller. */
export const refusingOf = ({ function: fn }: LocatedFunction, project: Project): Refusing | undefined =>
  allRefusing(project).get(fn.qualifiedName);

/** Calls are followed so far, counted from what refuses. */
const DEPTH = 5;

/** Each function of production code that leads to one which asks, found from those backwards. */
const allRefusing = memoize((project: Project): ReadonlyMap<string, Refusing> => {
  const callers = new Map<string, string[]>();
  const certain = new Map<string, Refusing>();
  const doubtful = new Map<string, Refusing>();
  for (const module of project.modules.filter(isProduction)) {
    const nested = nestedIn(module);
    for (const fn of module.functions) {
      const at = { module, function: fn };
      const own = ownRefusal(at, project);
      const message = `\`${fn.qualifiedName.slice(module.module.length + 1)}\` authenticates the caller`;
      if (own.refuses === 'yes')
        certain.set(fn.qualifiedName, { evidence: { path: module.path, ...fn.place, message }, isDoubtful: false });
      else if (own.refuses === 'perhaps') doubtful.set(fn.qualifiedName, { evidence: undefined, isDoubtful: true });
      for (const to of [...own.leadsTo, ...(nested.get(fn.qualifiedName) ?? [])]) {
        const known = callers.get(to);
        if (known === undefined) callers.set(to, [fn.qualifiedName]);
        else known.push(fn.qualifiedName);
      }
    }
  }
  spread(certain, callers);
  spread(doubtful, callers);
  return new Map([...doubtful, ...certain]);
});

function spread(found: Map<string, Refusing>, callers: ReadonlyMap<string, readonly string[]>): void {
  let level = [...found];
  for (let depth = 0; depth < DEPTH && level.length > 0; depth++) {
    const next: [string, Refusing][] = [];
    for (const [name, refusing] of level)
      for (const caller of callers.get(name) ?? []) {
        if (found.has(caller)) continue;
        found.set(caller, refusing);
        next.push([caller, refusing]);
      }
    level = next;
  }
}

/** What a decorator or a factory makes is a function inside of it. */
function nestedIn({ functions }: ModuleSummary): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { qualifiedName } of functions) {
    const end = qualifiedName.lastIndexOf('.<locals>.');
    if (end < 0) continue;
    const owner = qualifiedName.slice(0, end);
    found.set(owner, [...(found.get(owner) ?? []), qualifiedName]);
  }
  return found;
}

interface OwnRefusal {
  readonly refuses: 'yes' | 'perhaps' | 'no';
  /** Functions of the project, by their full names. */
  readonly leadsTo: readonly string[];
}

function ownRefusal(at: LocatedFunction, project: Project): OwnRefusal {
  const { module, function: fn } = at;
  const leadsTo = project.calls.callsFrom(at).map(({ to }) => to.function.qualifiedName);
  let refuses: OwnRefusal['refuses'] =
    fn.refuses === true || fn.calls.some((call) => PROVING_CALLS.test(call)) ? 'yes' : 'no';
  const accessPaths = [...(fn.dependsOn ?? []), ...fn.decorators.map((each) => `@${each}`)].filter(
    (each) => !REGISTERING.test(each),
  );
  for (const accessPath of accessPaths) {
    const led = ledBy(accessPath, module, project, 0);
    leadsTo.push(...led.leadsTo);
    if (led.refuses === 'yes' || (led.refuses === 'perhaps' && refuses === 'no')) refuses = led.refuses;
  }
  return { refuses, leadsTo };
}

/** `app.get`, `user_router.post`: what a router is called asks nobody. */
const REGISTERING = /\.(?:get|post|put|patch|delete|route|api_route|websocket|head|options)$|^@\?$/;

/** A dependency (`shop.doors.user`, `?user`), an error that is raised (`!shop.errors.Refused`), or a decorator (`@login_required`). */
function ledBy(code: string, importer: ModuleSummary, project: Project, depth: number): OwnRefusal {
  const isDependency = !/^[!@]/.test(code);
  const accessPath = isDependency ? code : code.slice(1);
  if (AUTHENTICATING_LIBRARIES.test(accessPath)) return { refuses: 'yes', leadsTo: [] };
  const target = accessPath.startsWith('?') ? undefined : project.follow(accessPath, importer);
  if (target?.kind === 'function') return { refuses: 'no', leadsTo: [target.function.qualifiedName] };
  const named = target === undefined ? undefined : project.resolve(accessPath.replace(/\(\)$/, ''), importer);
  const alias = depth > 2 ? undefined : aliasOf(accessPath, importer, project);
  if (alias === undefined && (target?.kind === 'class' || target?.kind === 'object'))
    return ofClass(target, accessPath, project);
  const held = named?.kind === 'name' ? named.module.names[named.name]?.target : undefined;
  if (held !== undefined && AUTHENTICATING_LIBRARIES.test(`${held}()`)) return { refuses: 'yes', leadsTo: [] };
  if (alias !== undefined || named?.kind === 'name') {
    const led = (alias?.accessPaths ?? []).map((each) => ledBy(each, alias?.module ?? importer, project, depth + 1));
    const all = led.map(({ refuses }) => refuses);
    return {
      refuses: all.includes('yes') ? 'yes' : all.includes('perhaps') ? 'perhaps' : 'no',
      leadsTo: led.flatMap(({ leadsTo }) => leadsTo),
    };
  }
  const isOfLibrary = /^(?:fastapi|starlette|sqlalchemy|sqlmodel|redis)\b/.test(accessPath);
  return { refuses: (isDependency && !isOfLibrary) || isNamedLikeCheck(accessPath) ? 'perhaps' : 'no', leadsTo: [] };
}

/** `CurrentUser = Annotated[User, Depends(…)]` leads to a class as well, and is more than that. */
export function aliasOf(
  accessPath: string,
  importer: ModuleSummary,
  project: Project,
  steps = 0,
): { readonly module: ModuleSummary; readonly accessPaths: readonly string[] } | undefined {
  const dot = accessPath.lastIndexOf('.');
  const at = dot < 0 ? undefined : project.resolve(accessPath.slice(0, dot), importer);
  const name = accessPath.slice(dot + 1);
  if (at?.kind !== 'module') return undefined;
  const accessPaths = at.module.dependencies?.[name];
  if (accessPaths !== undefined) return { module: at.module, accessPaths };
  const target = at.module.names[name]?.target;
  return target === undefined || steps > 2 ? undefined : aliasOf(target, at.module, project, steps + 1);
}

/** An error that is answered with 401 or 403, or a dependency whose making or calling asks. */
function ofClass(found: LocatedClass, accessPath: string, project: Project): OwnRefusal {
  const line = project.lineOf(found).filter((each) => typeof each !== 'string');
  if (line.some((each) => each.class.isRefusal === true)) return { refuses: 'yes', leadsTo: [] };
  const called = line.flatMap(({ module, class: each }) => {
    const name = `${each.qualifiedName}.__call__`;
    return module.functions.some(({ qualifiedName }) => qualifiedName === name) ? name : [];
  });
  const made = project.calls.makersOf(found).map((each) => each.function.qualifiedName);
  const isError = project.lineOf(found).some((each) => typeof each === 'string' && /(?:Exception|Error)$/.test(each));
  return {
    refuses: isError && isNamedLikeCheck(accessPath) ? 'perhaps' : 'no',
    leadsTo: [...called.slice(0, 1), ...made],
  };
}

/** Of what the project does not show, its name is all that speaks of it. */
const isNamedLikeCheck = (accessPath: string): boolean =>
  /auth|login|permission|forbidden|denied|credential|principal|require|admin|current_?user|jwt|token|api_?key|verify|protect|access|signature/i.test(
    accessPath.slice(accessPath.lastIndexOf('.') + 1),
  );
