/** Functions of web frameworks, and of Python, that make a response or a part of one of what they are given; classes aside. */
export const RESPONSE_MAKERS: ReadonlySet<string> = new Set(
  'dict jsonify json_response make_response render_template render dumps json html text'.split(' '),
);
