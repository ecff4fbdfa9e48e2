/** Pages and offsets that a client sends, from which an offset below zero is calculated: the database refuses it, and the client gets a 500. */
import { ancestors, type Call, type Def, holds, lastName, type Node, parametersOf } from '#ast';
import type { SourceContext } from '#kit';

export interface NegativeOffset {
  readonly name: string;
  readonly at: Node;
  readonly offset: Call;
}

/** `page: int = 1` of a route, and `.offset((page - 1) * size)`, with nothing that asks how small it is. */
export function negativeOffsets(fn: Def, ctx: SourceContext): readonly NegativeOffset[] {
  if (ctx.context.routeOf(fn) === undefined) return [];
  return parametersOf(fn).flatMap(({ name, annotation, node, default: given }) => {
    const isInt = annotation !== undefined && ctx.types.annotatedClass(annotation) === 'builtins.int';
    if (!isInt || !PAGES.test(name) || (given !== undefined && given.kind !== 'Constant')) return [];
    const uses = ctx.names.scopeOf(fn)?.bindings.get(name)?.references ?? [];
    const isAsked = uses.some((use) =>
      [...ancestors(use)].some(
        (each) =>
          each.kind === 'Compare' ||
          (each.kind === 'Call' && /^(?:max|abs|clamp\w*|validate\w*)$/.test(lastName(each.func) ?? '')),
      ),
    );
    const offset = isAsked ? undefined : uses.map((use) => offsetAround(use, ctx)).find((each) => each !== undefined);
    return offset === undefined ? [] : [{ name, at: node, offset }];
  });
}

const PAGES = /^(?:page|page_(?:num|number|no|index)|pageno|offset|skip)$/;

/** In it, or in the local that it is given. */
function offsetAround(use: Node, ctx: SourceContext): Call | undefined {
  for (const node of ancestors(use)) {
    if (node.kind === 'Call' && node.func.kind === 'Attribute' && OFFSETS.test(node.func.attr)) return node;
    const target = node.kind === 'Assign' ? node.targets[0] : undefined;
    if (target?.kind !== 'Name') continue;
    const binding = ctx.names.resolve(target);
    if (binding?.definitions.length !== 1) return undefined;
    for (const other of binding.references) {
      const call = other.parent;
      const isOffset = call?.kind === 'Call' && call.func.kind === 'Attribute' && OFFSETS.test(call.func.attr);
      if (isOffset && holds(call.args, (each) => each === other)) return call;
    }
    return undefined;
  }
  return undefined;
}

const OFFSETS = /^(?:offset|skip)$/;
