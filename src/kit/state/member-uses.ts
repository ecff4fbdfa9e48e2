/** Uses of members in a file, as compact facts for the reduce. */
import { lastName, type Node, nodesOf, shortText, stringConstant, suiteEndOf } from '../../ast/index.ts';
import type { DoubtId } from '../../findings/doubts.ts';
import type { ModuleSummary, ProjectModel, Target } from '../../project/index.ts';
import { swallowedFailure } from '../../semantics/handlers/swallowed-failure.ts';
import type { OtherImports } from '../../semantics/names/other-imports.ts';
import { isReadByPython2 } from '../../semantics/names/unbound-by-design.ts';
import { isTypeTested } from '../../semantics/types/type-tests.ts';
import { starsOver } from '../names/star-over.ts';
import { type PackedPlace, packPlace } from '../packed-place.ts';
import type { FactsContext } from '../rule.ts';
import { type OfParameter, parameterOf } from './given-dicts.ts';
import { memberReads, plainCallAwaited } from './member-reads.ts';

export interface MemberUse {
  /** `member`: read of what the path leads to; `above`: of the bases of the class that is named; `standard`: lacking whatever the project holds; `await`: of a call; `plain`: of a library's, or of a display; `listed`: in `__all__`. */
  readonly kind: 'member' | 'above' | 'standard' | 'await' | 'plain' | 'listed';
  readonly owner: string;
  readonly member: string;
  readonly written: string;
  readonly place: PackedPlace;
  /** What the program makes of it that it is not there, behind a comma: a handler around it passes it over. */
  readonly outcome?: string;
  /** `hasattr` asks for it: of a class, or of an object that may as well be one of another. */
  readonly isProbe?: true;
  readonly isEntered?: 'with' | 'async-with';
  readonly isCalled?: true;
  readonly given?: string;
  readonly others?: OtherImports;
  readonly doubt?: DoubtId;
  readonly endsPathAt?: number;
  readonly ofParameter?: OfParameter;
  /** Python itself lacks it, in a file that Python 2 may read. */
  readonly mayBePython2?: true;
  /** `starsOver` */
  readonly stars?: readonly string[];
}

/** Reads of members and awaits of calls that are no test code. */
export function memberUses(file: FactsContext): readonly MemberUse[] {
  const members = memberReads(file).flatMap((read) => {
    const { node, member, owner, isStandard, isAbove, isCalled, isEntered, given, others, doubt } = read;
    const kind = isStandard ? ('standard' as const) : isAbove === true ? ('above' as const) : ('member' as const);
    const use = { kind, owner, member, written: shortText(node, file.text) };
    const error = node.kind === 'alias' ? 'ImportError' : 'AttributeError';
    const stars = node.kind === 'Attribute' ? starsOver(node.value, file) : [];
    return placed(node, use, error, file).map((each) => ({
      ...each,
      ...(stars.length > 0 && { stars }),
      ...(isStandard && isReadByPython2(file.module) && { mayBePython2: true as const }),
      ...(isEntered !== undefined && { isEntered }),
      ...(isCalled === true && { isCalled }),
      ...(given !== undefined && { given }),
      ...(others !== undefined && { others }),
      ...(doubt !== undefined && { doubt }),
    }));
  });
  return [...members, ...partsIn(file), ...awaitsIn(file), ...listedIn(file), ...probesIn(file)];
}

/** Nothing fails where it lacks what is asked for: the code only goes on as though all were well. */
export const gradeOfUse = ({ kind, outcome, isProbe }: MemberUse) => ({
  ...(outcome !== undefined && { harm: 'misleads' as const }),
  // Only a star import asks for what is listed.
  ...(kind === 'listed' && { kind: 'name in `__all__`' }),
  ...(isProbe === true && { kind: 'checked with `hasattr`' }),
});

/** `hasattr(Order, "state")`: of a class that is known whole, the answer is where it is written. */
function probesIn(file: FactsContext): readonly MemberUse[] {
  return nodesOf(file.module, 'Call').flatMap((node) => {
    const [holder, name] = node.args;
    if (holder === undefined || name === undefined || file.names.qualifiedName(node.func) !== 'builtins.hasattr')
      return [];
    const member = stringConstant(name);
    const owner = member === undefined ? undefined : file.effects.projectPath({ func: holder });
    if (member === undefined || owner === undefined || !/^[\w.]+$/.test(owner)) return [];
    const use = { kind: 'member', owner, member, written: shortText(node, file.text) } as const;
    const outcome = ', so `hasattr` is always false';
    return placed(node, use, 'AttributeError', file).map((each) => ({ ...each, outcome, isProbe: true as const }));
  });
}

/** `user["name"]`, of an object of the project; once for each way. */
function partsIn(file: FactsContext): readonly MemberUse[] {
  const seen = new Set<string>();
  return nodesOf(file.module, 'Subscript').flatMap((node) => {
    // Who asks by a number may have a list of them, whatever its annotation says.
    const isNamed = node.ctx === 'Load' && stringConstant(node.slice) !== undefined;
    const owner = isNamed ? file.effects.projectPath({ func: node.value }) : undefined;
    if (owner === undefined || !owner.endsWith('()') || seen.has(owner)) return [];
    const own = file.types.classDefOf(node.value);
    if (own !== undefined && file.names.scopeOf(own)?.bindings.has('__getitem__') === true) return [];
    const handled = file.context.triesAround(node).flatMap((each) => each.handlers);
    if (handled.some((handler) => file.handlers.describe(handler).takes('builtins.TypeError'))) return [];
    if (isTypeTested(node.value, file) || file.flow.isUnreachable(node)) return [];
    seen.add(owner);
    const written = shortText(node, file.text);
    return placed(node, { kind: 'member', owner, member: '__getitem__', written }, 'TypeError', file);
  });
}

/** Names in `__all__` that the module does not bind; those of a package may be modules in it. */
function listedIn(file: FactsContext): readonly MemberUse[] {
  const { bindings } = file.names.moduleScope;
  const list = file.module.body.find(
    (each) => each.kind === 'Assign' && each.targets.some((target) => lastName(target) === '__all__'),
  );
  const value = list?.kind === 'Assign' ? list.value : undefined;
  if ((value?.kind !== 'List' && value?.kind !== 'Tuple') || bindings.has('__getattr__')) return [];
  const owner = file.names.moduleName;
  return value.elts.flatMap((node) => {
    const member = stringConstant(node);
    if (member === undefined || bindings.has(member)) return [];
    return placed(node, { kind: 'listed', owner, member, written: member }, 'AttributeError', file);
  });
}

/** Displays and comprehensions make objects that nobody can await. */
const DISPLAYS: Readonly<Partial<Record<Node['kind'], string>>> = {
  List: 'a list',
  ListComp: 'a list',
  Dict: 'a dict',
  DictComp: 'a dict',
  Set: 'a set',
  SetComp: 'a set',
  Tuple: 'a tuple',
  JoinedStr: 'a string',
};

function awaitsIn(file: FactsContext): readonly MemberUse[] {
  return nodesOf(file.module, 'Await').flatMap((node) => {
    const display = DISPLAYS[node.value.kind];
    if (display !== undefined)
      return placed(node, { kind: 'plain', owner: display, member: 'await', written: display }, 'TypeError', file);
    if (node.value.kind !== 'Call') return [];
    const plain = plainCallAwaited(node, file);
    const path = plain ?? file.effects.projectPath(node.value);
    if (path === undefined) return [];
    const written = shortText(node.value.func, file.text);
    const kind = plain === undefined ? ('await' as const) : ('plain' as const);
    return placed(node, { kind, owner: path, member: 'await', written }, 'TypeError', file);
  });
}

function placed(
  node: Node,
  use: Pick<MemberUse, 'kind' | 'owner' | 'member' | 'written'>,
  error: string,
  file: FactsContext,
): readonly MemberUse[] {
  if (file.context.role === 'test') return [];
  const swallowed = swallowedFailure(node, error, file);
  const end = suiteEndOf(node);
  const isRead = node.kind === 'Attribute' || node.kind === 'Subscript';
  const ofParameter = isRead ? parameterOf(node.value, file) : undefined;
  return [
    {
      ...use,
      place: packPlace(file, memberAt(node, file)),
      ...(swallowed !== undefined && { outcome: `, and the handler around it ${swallowed}` }),
      ...(ofParameter !== undefined && { ofParameter }),
      ...(end !== undefined && { endsPathAt: file.text.lineAt(end) }),
    },
  ];
}

/** Of a chain over several lines the member itself, which may stand far below where the chain begins. */
function memberAt(node: Node, { text }: FactsContext): Pick<Node, 'start' | 'end'> {
  const isLong = node.kind === 'Attribute' && text.lineAt(node.start) !== text.lineAt(node.end);
  return isLong ? { start: node.end - node.attr.length, end: node.end } : node;
}

/** Entering the object gives the object. */
export function returnsSelf(use: MemberUse, target: Target, module: ModuleSummary, project: ProjectModel): boolean {
  const enter = use.isEntered === 'with' ? '.__enter__()' : '.__aenter__()~';
  const entered = project.follow(`${use.owner}${enter}`, module);
  return entered.kind === 'object' && target.kind === 'object' && entered.class === target.class;
}
