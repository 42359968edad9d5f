/** One row a room: which files it covers, and what they may import from this repository, from npm and from Node. */
export interface Rule {
  readonly room: RegExp
  /** Prefixes of repository paths. */
  readonly inside: readonly string[]
  /** Prefixes that may be imported as types only, in addition to `inside`. */
  readonly typesOf?: readonly string[]
  /** Package names; `node:*` allows all of Node's own modules. */
  readonly packages: readonly string[]
  readonly reason: string
}

const PURE_SHARED = ['src-shared/domain/', 'src-shared/errors/']

/** Each outside library lives in exactly one adapter folder; a package that stands in no row here fails the test. */
export const ADAPTER_PACKAGES: Readonly<Record<string, readonly string[]>> = {
  sqlite: [],
  node: [],
  lance: ['@lancedb/lancedb', 'apache-arrow'],
  watch: ['chokidar'],
  folderRules: ['ignore'],
  llama: ['node-llama-cpp'],
  onnx: ['onnxruntime-node', '@huggingface/tokenizers'],
  pdfjs: ['pdfjs-dist'],
  canvas: ['@napi-rs/canvas'],
  tiff: ['utif2'],
  tesseract: ['tesseract.js'],
  parsing: [],
  fileType: [],
  archive: ['yauzl', 'tar-stream', 'fflate', 'libarchive-wasm'],
  xml: ['saxes'],
  ooxml: [],
  word: [],
  pptx: [],
  odf: [],
  epub: [],
  rtf: [],
  compound: ['cfb'],
  doc: ['word-extractor'],
  ppt: [],
  html: ['htmlparser2'],
  text: ['chardet', 'iconv-lite'],
  csv: ['csv-parse'],
  duckdb: ['@duckdb/node-api'],
  sheets: ['@e965/xlsx'],
  mail: ['postal-mime', '@kenjiuno/msgreader'],
  language: ['tinyld'],
  sodium: ['libsodium-wrappers-sumo'],
  phone: ['libphonenumber-js'],
  docx: ['docx'],
  pdfkit: ['pdfkit'],
}

function adapterRule(folder: string): Rule {
  const packages = ADAPTER_PACKAGES[folder] ?? []
  return {
    room: new RegExp(`^src-main/adapters/${folder}/`),
    // An adapter may apply pure rules of the core (reading order, hash chain, fingerprints) and other adapters' small pieces; which
    // library it knows is what keeps them apart.
    inside: [...PURE_SHARED, 'src-main/core/', 'src-main/adapters/'],
    packages: ['node:*', ...packages],
    reason: packages.length === 0 ? `adapters/${folder} knows Node alone` : `adapters/${folder} alone knows ${packages.join(', ')}`,
  }
}

/** What several hosts need, one file each; a host never imports another. */
const HOST_FILES = [
  'checkTypedPath', 'contentResponse', 'contentSecurityPolicy', 'defaultDataDir', 'hostEntry', 'listRendererFiles', 'openEngine', 'openLockableEngine', 'resourcesDir', 'takeFiles', 'uploads', 'waitForAbort',
].map((name) => `src-main/hosts/${name}.ts`)

function hostRule(host: string, packages: readonly string[], reason: string): Rule {
  return {
    room: new RegExp(`^src-main/hosts/${host}/`),
    inside: ['src-shared/', 'src-main/core/', 'src-main/adapters/', 'src-main/processes/', 'src-main/rpc/', `src-main/hosts/${host}/`, ...HOST_FILES],
    // The preload script implements what the page's client declares.
    typesOf: host === 'electron' ? ['src-renderer/client/'] : [],
    packages: ['node:*', ...packages], reason,
  }
}

export const RULES: readonly Rule[] = [
  { room: /^src-shared\/contract\//, inside: ['src-shared/'], packages: ['zod'], reason: 'the contract parses' },
  { room: /^src-shared\//, inside: PURE_SHARED, packages: [], reason: 'both sides need it and it holds no state' },
  { room: /^src-main\/core\/ports\//, inside: [...PURE_SHARED, 'src-main/core/'], packages: [], reason: 'interfaces only' },
  { room: /^src-main\/core\//, inside: [...PURE_SHARED, 'src-main/core/'], packages: ['node:crypto', 'node:path'], reason: 'the product, free of platforms and libraries' },
  ...Object.keys(ADAPTER_PACKAGES).map(adapterRule),
  { room: /^src-main\/processes\//, inside: [...PURE_SHARED, 'src-main/core/', 'src-main/adapters/', 'src-main/processes/'], packages: ['node:*'], reason: 'what runs outside the engine, and its client' },
  { room: /^src-main\/rpc\//, inside: ['src-shared/', 'src-main/rpc/'], typesOf: ['src-main/core/Engine.ts', 'src-main/core/ports/'], packages: ['zod'], reason: 'transport-free: knows the engine by its type' },
  hostRule('electron', ['electron'], 'the only place that knows Electron'),
  hostRule('mcp', ['@modelcontextprotocol/sdk', 'zod'], 'the only place that knows the Model Context Protocol'),
  hostRule('cli', [], 'a transport for people and scripts'),
  hostRule('loopback', [], 'a transport for a browser of this computer'),
  { room: /^src-main\/hosts\/\w+\.ts$/, inside: ['src-shared/', 'src-main/'], packages: ['node:*'], reason: 'where the engine is put together and started' },
  { room: /^src-renderer\/components\/TimeChart\.tsx$/, inside: [...PURE_SHARED, 'src-renderer/components/', 'src-renderer/text/'], packages: ['react', 'uplot'], reason: 'the only place that knows the chart library' },
  { room: /^src-renderer\/components\//, inside: [...PURE_SHARED, 'src-renderer/components/', 'src-renderer/text/'], packages: ['react', 'react-dom', 'radix-ui', 'lucide-react', '@tanstack/react-virtual'], reason: 'presentational: never calls the client' },
  { room: /^src-renderer\/client\//, inside: [...PURE_SHARED, 'src-renderer/client/'], typesOf: ['src-shared/contract/'], packages: [], reason: 'one transport each, no zod in the page' },
  { room: /^src-renderer\//, inside: [...PURE_SHARED, 'src-renderer/'], typesOf: ['src-shared/contract/'], packages: ['react', 'react-dom', 'radix-ui', 'cmdk', 'lucide-react', '@tanstack/react-virtual', 'pdfjs-dist', '@fontsource-variable/inter', '@fontsource-variable/source-serif-4'], reason: 'the window' },
]
