/** What the dimensions of transformers are called. */
import { words } from './words.ts';

/** With the least that a real model has: below that it is a toy. */
export const MODEL_DIMENSIONS: ReadonlyMap<string, number> = new Map([
  ...atLeast(256, 'hidden_size d_model n_embd model_dim intermediate_size'),
  ...atLeast(6, 'num_layers n_layers n_layer num_hidden_layers'),
  ...atLeast(4, 'num_heads n_heads n_head num_attention_heads'),
  ...atLeast(2, 'num_kv_heads num_key_value_heads n_kv_heads'),
  ...atLeast(32, 'head_dim head_size'),
  ...atLeast(1000, 'vocab_size'),
]);

/** Names of what counts the layers of one. */
export const LAYER_VARIABLES = words('layer_idx layer_index layer_id layer_num layer_no layer block_idx');

function atLeast(least: number, names: string): (readonly [string, number])[] {
  return words(names).map((name) => [name, least]);
}
