import type { Name, Node, NodeOfKind } from '../../../ast/index.ts';
import { isInHeader } from '../imported-uses.ts';
import type { PythonFile } from '../rewriting.ts';
import { behindLine, indentOf, moduleOf, nodesUnder } from '../syntax.ts';
import type { Transformation } from '../transformation.ts';

export const stateInInstance: Transformation = {
  name: 'state-in-instance',
  what: 'containers and objects of the module are attributes of an object that the module holds',
  sameness: 'carried',
  apply({ python }, rewriting) {
    for (const file of python) {
      const { path } = file;
      for (const { name, statement, value, uses } of stateOf(file, python)) {
        const target = { path, start: statement.start, end: statement.start + name.length };
        const head = `class Carrier_${name}:\n    def __init__(self):\n        self.`;
        const whole = { path, start: value.start, end: value.end };
        const tail = `)\n\n\ncarrier_${name} = Carrier_${name}()\n`;
        rewriting.replace(path, statement.start, behindLine(file, statement.end), head, target, ' = (', whole, tail);
        for (const use of uses) rewriting.insert(path, use.start, `carrier_${name}.`);
      }
    }
  },
};

interface ModuleState {
  readonly name: string;
  readonly statement: NodeOfKind<'Assign' | 'AnnAssign'>;
  readonly value: { readonly start: number; readonly end: number };
  readonly uses: readonly Name[];
}

/** Names bound once to a container or to what a call gives, that nothing outside the module can name. */
function stateOf(file: PythonFile, python: readonly PythonFile[]): ModuleState[] {
  const { names } = file.model;
  if (names.hasDynamicNames || names.moduleScope.bindings.has('__all__')) return [];
  return moduleOf(file).body.flatMap((statement) => {
    if (statement.kind !== 'Assign' && statement.kind !== 'AnnAssign') return [];
    const target = statement.kind === 'Assign' ? statement.targets[0] : statement.target;
    const { value } = statement;
    if (target?.kind !== 'Name' || (statement.kind === 'Assign' && statement.targets.length > 1)) return [];
    if (value === undefined || !STATE.has(value.kind) || indentOf(file, statement) === undefined) return [];
    if (/^(app|application|logger|log|router|celery|api|bp)$|^__|^[A-Z]\w*[a-z]/.test(target.id)) return [];
    const binding = names.moduleScope.bindings.get(target.id);
    if (binding === undefined || binding.definitions.length !== 1) return [];
    if (binding.references.some(isInHeader) || isImported(target.id, python)) return [];
    if (
      value.kind === 'Call' &&
      /getLogger|TypeVar|ContextVar|namedtuple|NewType/.test(file.text.slice(value.start, value.end))
    )
      return [];
    return [{ name: target.id, statement, value, uses: binding.references }];
  });
}

function isImported(name: string, python: readonly PythonFile[]): boolean {
  const isNamed = (node: Node): boolean =>
    (node.kind === 'alias' && node.name === name) || (node.kind === 'Attribute' && node.attr === name);
  return python.some((file) => nodesUnder(moduleOf(file)).some(isNamed));
}

const STATE: ReadonlySet<string> = new Set(['Dict', 'List', 'Set', 'Call']);
