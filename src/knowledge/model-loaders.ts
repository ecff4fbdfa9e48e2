/** What reads weights or a whole model from a file, with the position of the file. */
export const MODEL_LOADERS: ReadonlyMap<string, number> = new Map([
  ['torch.load', 0],
  ['torch.jit.load', 0],
  ['joblib.load', 0],
  ['safetensors.torch.load_file', 0],
  ['safetensors.safe_open', 0],
  ['onnxruntime.InferenceSession', 0],
  ['tensorflow.keras.models.load_model', 0],
  ['keras.models.load_model', 0],
  ['tensorflow.saved_model.load', 0],
  ['tensorflow.lite.Interpreter', 0],
  ['lightgbm.Booster', 1],
  ['llama_cpp.Llama', 0],
  ['ultralytics.YOLO', 0],
  ['fasttext.load_model', 0],
]);
