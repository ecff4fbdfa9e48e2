/** By what a word is known to be the path of a file. */
import { wordSet } from './phrases.ts';

export const FILE_EXTENSIONS = wordSet(`
    py pyi pyx pxd ipynb yaml yml toml cfg ini conf json jsonl md rst txt sh bash zsh ps1 bat cmd js mjs cjs ts tsx jsx vue svelte html htm
    jinja jinja2 j2 css scss sass less sql env lock tf tfvars hcl xml csv tsv bak backup old orig proto rs go java kt c cc cpp cxx h hpp rb php swift scala
    service timer socket desktop spec pth pt onnx pkl db sqlite sqlite3 log pem key crt gradle properties dockerfile mako tpl template in
    graphql prisma example sample ex exs lua r jl cs fs dart parquet png svg plist
  `);

/** These are extensions, and also what programs call attributes, so a bare `self.json` is no file. */
export const ATTRIBUTE_EXTENSIONS = wordSet(`
  example sample json c h r old key log in service db spec env lock template go in properties socket timer conf text cs ex fs sql html xml csv png pt
`);

/** Objects whose attributes look like extensions. */
export const OBJECT_STEMS = wordSet(`
  self cls request response resp res req r s app settings config torch np pd os sys flask logging client session this data result ctx model logger math time
`);

/** Files without an extension, and without a name before it. */
export const WHOLE_NAMES = wordSet(`
    Dockerfile Makefile Procfile Pipfile Vagrantfile Jenkinsfile Justfile Gemfile Rakefile Containerfile LICENSE CODEOWNERS
    .env .gitignore .dockerignore .gitattributes .flake8 .pylintrc .coveragerc .bandit .editorconfig .env.example .python-version .npmrc .netrc
  `);

/** Names of things that end like files. */
export const NOT_FILES = wordSet(`
  Node.js node.js Next.js next.js Vue.js vue.js React.js Express.js D3.js Three.js Chart.js Nuxt.js Socket.io Discord.py discord.py socket.io Web3.py web3.py Alpine.js p5.js Moment.js Day.js Plotly.js asyncio.gather
`);
