/** What a header that any client can send counts by. */
import { defaultOf, type Expression, holds, lastName, type Node, nameOfPlace } from '#ast';
import type { SemanticModel } from '#semantics';

/** What must be true for the header to count. */
export const permissionFor = (read: Expression, { flow }: SemanticModel): Node | undefined =>
  flow.conditionsAt(read).find(({ test }) => testsPermission(test))?.test;

/** `settings.use_x_forwarded_for`, `self.config["trust_proxy"]`, `peer in self.networks`. */
function testsPermission(test: Node): boolean {
  return holds(test, (node) => {
    switch (node.kind) {
      case 'Call':
        return PROXIES.test(lastName(node.func) ?? '');
      case 'Constant':
        return node.value.kind === 'str' && PROXIES.test(node.value.value);
      case 'Name':
        return PROXIES.test(node.id) && node.parent?.kind !== 'Call';
      case 'Attribute':
        return /forward|trust|prox(?:y|ies)|enabled|allow/i.test(node.attr) && node.parent?.kind !== 'Call';
      case 'Compare':
        return (
          node.ops.includes('In') && /networks?|hosts|peers/i.test(nameOfPlace(node.comparators[0] ?? node.left) ?? '')
        );
      default:
        return false;
    }
  });
}

const PROXIES = /trust|prox(?:y|ies)/i;

/** It asks about the address that the connection has, or a parameter that is off unless a caller turns it on. */
export function isProof(test: Node, { flow, names, values }: SemanticModel): boolean {
  if (test.kind === 'Name') {
    const parameter = names.parameterOf(test);
    const otherwise = parameter && defaultOf(parameter);
    const off = otherwise === undefined ? undefined : values.fold(otherwise);
    return off?.kind === 'bool' && !off.value;
  }
  const isPeer = (node: Node) =>
    (node.kind === 'Name' || node.kind === 'Attribute') &&
    flow.origins(node).some((origin) => origin.kind === 'Attribute' && PEER.test(origin.attr));
  return holds(test, (node) => (node.kind === 'Call' || node.kind === 'Compare') && holds(node, isPeer));
}

/** Attributes of requests: FastAPI, Flask, aiohttp. */
const PEER = /^(?:host|remote_addr|remote)$/;
