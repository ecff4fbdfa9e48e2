/** Which fields of its objects a project reads, as far as their names show. */
import type { ProjectModel } from '../project/index.ts';

/** Attributes that production reads on anything. */
export function attributesReadIn(project: ProjectModel): ReadonlySet<string> {
  const reads = new Set<string>();
  for (const { role, attributeReads } of project.modules)
    if (role !== 'test') for (const name of attributeReads) reads.add(name);
  return reads;
}

/** Whether the module at the path, or one that imports it, reads fields whose names cannot be seen. */
export function mayBeReadWhole(path: string, project: ProjectModel): boolean {
  const module = project.moduleByPath(path);
  if (module === undefined) return true;
  const around = [module, ...project.importersOf(module).map(({ from }) => from)];
  return around.some(
    ({ role, attributeReads }) => role !== 'test' && attributeReads.some((name) => name === '*' || DUMPING.has(name)),
  );
}

/** What makes text, dicts or other objects of all fields. */
const DUMPING: ReadonlySet<string> = new Set(
  'model_dump model_dump_json dict json asdict astuple to_dict as_dict vars fields model_fields __fields__ structured OmegaConf jsonable_encoder __annotations__ __dataclass_fields__'.split(
    ' ',
  ),
);
