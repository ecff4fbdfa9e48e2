/**
 * Names by which frameworks and runners look for a function, so that it is called although no code names it. Sources: Flask's application
 * discovery (`create_app`, `make_app`, `app`, `application`), PEP 3333 servers, AWS Lambda, Alembic, Pyramid, IPython, pytest, `ast`, Django's
 * middleware.
 */
export const LOOKED_FOR_NAMES =
  /^(?:main|app|application|run|cli|handler|lambda_handler|create_app|make_app|setup|teardown|upgrade|downgrade|register|configure|includeme|load_ipython_extension|pytest_\w+|test_\w+|setup_module|visit_\w+|hook_\w+|on_\w+|process_(?:request|response|view|exception|template_response))$/;
