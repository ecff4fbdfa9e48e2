/** Names that Python itself provides in every module. Source: `dir(builtins)` of CPython 3.14 (2025-10), site's additions included. */
const TEXT = `
ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup BlockingIOError BrokenPipeError BufferError
BytesWarning ChildProcessError ConnectionAbortedError ConnectionError ConnectionRefusedError ConnectionResetError
DeprecationWarning EOFError Ellipsis EncodingWarning EnvironmentError Exception ExceptionGroup False FileExistsError
FileNotFoundError FloatingPointError FutureWarning GeneratorExit IOError ImportError ImportWarning IndentationError
IndexError InterruptedError IsADirectoryError KeyError KeyboardInterrupt LookupError MemoryError ModuleNotFoundError
NameError None NotADirectoryError NotImplemented NotImplementedError OSError OverflowError PendingDeprecationWarning
PermissionError ProcessLookupError PythonFinalizationError RecursionError ReferenceError ResourceWarning RuntimeError
RuntimeWarning StopAsyncIteration StopIteration SyntaxError SyntaxWarning SystemError SystemExit TabError TimeoutError True
TypeError UnboundLocalError UnicodeDecodeError UnicodeEncodeError UnicodeError UnicodeTranslateError UnicodeWarning
UserWarning ValueError Warning WindowsError ZeroDivisionError __build_class__ __debug__ __import__ abs aiter all anext any
ascii bin bool breakpoint bytearray bytes callable chr classmethod compile complex copyright credits delattr dict dir divmod
enumerate eval exec exit filter float format frozenset getattr globals hasattr hash help hex id input int isinstance
issubclass iter len license list locals map max memoryview min next object oct open ord pow print property quit range repr
reversed round set setattr slice sorted staticmethod str sum super tuple type vars zip`;

/** Names defined by the `builtins` module. */
export const PYTHON_BUILTINS: ReadonlySet<string> = new Set(TEXT.trim().split(/\s+/));

/**
 * Builtins that no published module is known to export under the same name through `from module import *`. The others are
 * shadowed in practice: numpy exports `all`, `min`, `round`; os and io `open`; asyncio `TimeoutError`; requests
 * `ConnectionError`.
 */
export const UNSHADOWED_BUILTINS: ReadonlySet<string> = new Set(
  `ArithmeticError AssertionError AttributeError BaseException Exception ExceptionGroup GeneratorExit ImportError IndexError
  KeyError KeyboardInterrupt LookupError MemoryError ModuleNotFoundError NameError NotImplementedError OSError OverflowError
  RecursionError RuntimeError StopAsyncIteration StopIteration SyntaxError SystemExit TypeError UnicodeDecodeError
  UnicodeEncodeError UnicodeError ValueError ZeroDivisionError classmethod delattr getattr hasattr isinstance issubclass len
  print property setattr staticmethod super`.split(/\s+/),
);
