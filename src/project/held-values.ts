/** What a name or an attribute that code hands on is bound to, in whichever module of the project that is written. */
import { memoize } from '../collections/index.ts';
import type { RelatedLocation } from '../findings/index.ts';
import type { ModuleSummary, SummaryConstant } from '../semantics/index.ts';
import { isProduction } from './production.ts';
import type { ProjectModel } from './project-model.ts';
import type { Answer, QuestionOf } from './question.ts';

/** Whether what a way (`ObjectTypes.pathOf`) leads to is bound to one of the values. */
export function holdsValue(
  { path, from, values, orDefault }: QuestionOf<'holds-value'>,
  project: ProjectModel,
): Answer {
  const importer = project.moduleByPath(from);
  const held = importer && heldAt(path, importer, project);
  if (held === undefined) return { verdict: 'unknown', evidence: [] };
  if (!values.includes(held.constant.value)) return { verdict: 'no', evidence: [] };
  const isDefault = held.constant.isDefault === true || isStoredElsewhere(held, project);
  if (isDefault && orDefault !== true) return { verdict: 'unknown', evidence: [] };
  return { verdict: 'yes', evidence: [placeOf(held, isDefault)] };
}

interface Held {
  readonly module: ModuleSummary;
  readonly name: string;
  readonly constant: SummaryConstant;
}

/** `pkg.settings.VERIFY`, `pkg.config.Settings.verify`, `pkg.config.settings.verify`, `pkg.config.get_settings().verify`. */
function heldAt(path: string, importer: ModuleSummary, project: ProjectModel): Held | undefined {
  const dot = path.lastIndexOf('.');
  const name = path.slice(dot + 1);
  if (dot < 0 || !namesHeld(project).has(name)) return undefined;
  const named = project.resolve(path, importer);
  if (named.kind === 'name') return heldIn(named.module, named.name, named.name);
  const owner = project.follow(path.slice(0, dot), importer);
  if (owner.kind !== 'object' && owner.kind !== 'class') return undefined;
  for (const each of project.lineOf(owner)) {
    if (typeof each === 'string') continue;
    const { module, class: found } = each;
    const held = heldIn(module, `${found.qualifiedName.slice(module.module.length + 1)}.${name}`, name);
    if (held !== undefined) return held;
    // Bound to something else, or by a method of that name.
    if (Object.hasOwn(found.attributes, name) || found.methods.includes(name)) return undefined;
  }
  return undefined;
}

/** Most names hold nothing that is known, and following them takes time. */
const namesHeld = memoize(
  ({ modules }: ProjectModel): ReadonlySet<string> =>
    new Set(
      modules.flatMap(({ constants = {} }) => Object.keys(constants).map((key) => key.slice(key.lastIndexOf('.') + 1))),
    ),
);

function heldIn(module: ModuleSummary, key: string, name: string): Held | undefined {
  const constant = module.constants?.[key];
  return constant && { module, name, constant };
}

/** `settings.VERIFY = True` in another module, whoever's attribute of that name it is. */
const isStoredElsewhere = ({ module, name }: Held, { modules }: ProjectModel): boolean =>
  modules.some((other) => other !== module && isProduction(other) && other.attributeStores.includes(name));

function placeOf({ module, name, constant: { place, value } }: Held, isDefault: boolean): RelatedLocation {
  const otherwise = isDefault ? ' unless configured otherwise' : '';
  return { path: module.path, ...place, message: `\`${name}\` is \`${pythonConstant(value)}\`${otherwise}` };
}

/** As Python writes it. */
export function pythonConstant(value: SummaryConstant['value']): string {
  if (value === null) return 'None';
  if (typeof value === 'string') return `"${value}"`;
  return value === true ? 'True' : value === false ? 'False' : `${value}`;
}
