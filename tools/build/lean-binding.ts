import binaryen from 'binaryen';

/**
 * The binding of tree-sitter without the functions that nobody here calls: queries, edits and nodes as objects are a third of it. What
 * stays parses, names what the language has, and walks a tree with a cursor. What is no function of tree-sitter stays, because grammars call it.
 */
export function leanBinding(binding: Uint8Array): Uint8Array {
  const module = binaryen.readBinary(binding);
  try {
    module.setFeatures(UNDERSTOOD);
    const names = Array.from({ length: module.getNumExports() }, (_, index) =>
      binaryen.getExportInfo(module.getExportByIndex(index)),
    ).map(({ name }) => name);
    for (const name of names) if (!CALLED.test(name)) module.removeExport(name);
    module.runPasses(['remove-unused-module-elements']);
    return module.emitBinary();
  } finally {
    module.dispose();
  }
}

/** What Node 20 and browsers read; newer ones have shorter forms, which binaryen would write. */
const UNDERSTOOD = [
  binaryen.Features.MutableGlobals,
  binaryen.Features.BulkMemory,
  binaryen.Features.SignExt,
  binaryen.Features.NontrappingFPToInt,
  binaryen.Features.ReferenceTypes,
  binaryen.Features.Multivalue,
].reduce((all, each) => all | each);

const CALLED =
  /^(?!ts_)|^ts_(?:init|parser_\w+|language_\w+|tree_(?:delete|root_node_wasm|cursor_\w+)|node_descendant_count_wasm)$/;
