/** The address of a client: that of its connection, what is taken in its place, and who believes everybody about it. */
import { ancestors, booleanConstant, type Call, type Expression, holds, lastName, type Node } from '../../ast/index.ts';
import type { SemanticModel, ValueUse } from '../../semantics/index.ts';
import { importsModule } from '../../semantics/names/imports-module.ts';

/** `request.client.host`, `request.remote_addr`, `request.META["REMOTE_ADDR"]`. */
export const isPeer = (node: Node): boolean =>
  node.kind === 'Attribute'
    ? /^(?:remote_addr|remote_ip)$/.test(node.attr) ||
      (node.attr === 'host' && lastName(node.value) === 'client') ||
      (node.attr === 'remote' && /^_?req(?:uest)?$/.test(lastName(node.value) ?? ''))
    : node.kind === 'Constant' && node.value.kind === 'str' && node.value.value === 'REMOTE_ADDR';

/** Beside what a request says the address of its connection is taken: `header or peer`, or one is given back, or else the other. */
export function replacesPeerAddress(read: Expression, uses: readonly ValueUse[], model: SemanticModel): boolean {
  const { context, flow } = model;
  const fn = context.defAround(read);
  // `ip_address(header)` makes an address of nothing else.
  if (holds(read, isPeer) || uses.some(({ kind, node }) => kind === 'argument' && isAddress(node, model))) return true;
  let inner: Node = read;
  for (const outer of ancestors(read)) {
    // `header.split(",")[0].strip() or peer`
    if (outer === fn || (outer.kind === 'Call' && outer.func !== inner)) break;
    inner = outer;
    if ((outer.kind === 'BoolOp' || outer.kind === 'IfExp') && holds(outer, isPeer)) return true;
  }
  if (fn === undefined || !uses.some(({ kind }) => kind === 'return')) return false;
  return flow.returnValues(fn).some((value) => value !== undefined && holds(value, isPeer));
}

const isAddress = (node: Node, { names }: SemanticModel): boolean =>
  node.kind === 'Call' && /(?:^|\.)ip_address$/.test(names.qualifiedName(node.func) ?? '');

/** Where the value goes, and an entry of the chain that it is: `header.split(",")[0]`. */
export function usesOfChain(read: Expression, { flow }: SemanticModel): readonly ValueUse[] {
  return flow.destinations(read).flatMap((use) => {
    const { node } = use;
    const entry = node.kind === 'Call' && node.parent?.kind === 'Subscript' ? node.parent : undefined;
    const isSplit =
      use.kind === 'receiver' && node.kind === 'Call' && /^(?:r?split|partition)$/.test(lastName(node.func) ?? '');
    return isSplit && entry !== undefined ? [use, ...flow.destinations(entry)] : [use];
  });
}

/** Of every sender a server takes the header for the address: `xheaders=True` of Tornado, `forwarded_allow_ips="*"`. */
export function believesEverybody(call: Call, { values, names }: SemanticModel): Expression | undefined {
  const isMiddleware = [call.func, ...call.args].some((each) =>
    /(?:^|\.)ProxyHeadersMiddleware$/.test(names.qualifiedName(each) ?? ''),
  );
  const isTornado = importsModule(/^tornado\b/, names);
  const found = call.keywords.find(({ arg, value }) => {
    if (arg === 'xheaders') return isTornado && booleanConstant(value) === true;
    if (arg !== 'forwarded_allow_ips' && !(arg === 'trusted_hosts' && isMiddleware)) return false;
    return (
      values.string(value) === '*' || (value.kind === 'List' && value.elts.some((each) => values.string(each) === '*'))
    );
  });
  return found?.value;
}
