/** What names the interpreter, the libraries and the machine that a program runs on. */
import { words } from './words.ts';

/** Modules that many services are made of; each tells its version. */
const LIBRARIES = words(
  `torch tensorflow numpy transformers fastapi flask django uvicorn starlette pandas sklearn onnxruntime cv2 jax vllm ray redis
  sqlalchemy pydantic PIL scipy xgboost`,
);

export const RUNTIME_VERSIONS: ReadonlySet<string> = new Set([
  ...words(
    `sys.version sys.version_info platform.platform platform.python_version platform.uname platform.version platform.release
    platform.node platform.python_implementation platform.processor torch.version.cuda torch.version.hip
    torch.cuda.get_device_name torch.cuda.get_device_properties socket.gethostname os.uname`,
  ),
  ...LIBRARIES.flatMap((library) => [`${library}.__version__`, `${library}.VERSION`]),
]);
