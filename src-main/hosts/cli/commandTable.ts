import type { CommandEntry } from './Command.ts'

/** Every command, in the order of the help. */
export const COMMANDS: Readonly<Record<string, CommandEntry>> = {
  add: { usage: 'add PATH… [--watch] [--include PATTERN]… [--ignore PATTERN]… [--hidden] [--max-size SIZE] [--follow-links] [--default-rules]', summary: 'reads files and folders into the library', load: () => import('./commands/add.ts') },
  sync: { usage: 'sync', summary: 'brings every added folder up to date', load: () => import('./commands/sync.ts') },
  forget: { usage: 'forget PATH|ID…', summary: 'removes from the library, never from disk', load: () => import('./commands/forget.ts') },
  folders: { usage: 'folders [list|policy PATH|ID [--answer yes|no] [--export yes|no] [--long-quotes yes|no]]', summary: 'added folders, and what may be done with them', load: () => import('./commands/folders.ts') },
  status: { usage: 'status', summary: 'what the library holds', load: () => import('./commands/status.ts') },
  documents: { usage: 'documents [ID|PATH] [--units] [--text]', summary: 'lists documents, or shows one with its units', load: () => import('./commands/documents.ts') },
  extract: { usage: 'extract FILE… [--words]', summary: 'reads files without a library', load: () => import('./commands/extract.ts') },
  search: { usage: 'search QUERY | --batch FILE.jsonl [--k 10] [--mode hybrid|lexical|vector] [--no-rerank] [--in FILTER]… [--explain]', summary: 'ranked passages', load: () => import('./commands/search.ts') },
  ask: { usage: 'ask QUESTION | --batch FILE.jsonl [--in FILTER]… [--model NAME | --no-model] [--thread ID] [--fresh]', summary: 'an answer with footnotes', load: () => import('./commands/ask.ts') },
  export: { usage: 'export ANSWER_ID --format md|html|docx|pdf|json|pack -o FILE', summary: 'an answer with its sources as a file', load: () => import('./commands/export.ts') },
  feedback: { usage: 'feedback ANSWER_ID useful|partly|wrong [--note TEXT] | list | approve ANSWER_ID [--document NAME]… [--page N] [--quote TEXT] [--answer TEXT] [--not-in-library] [--set NAME] | decline ANSWER_ID', summary: 'what you thought of an answer; approved, it becomes a question of a permanent set', load: () => import('./commands/feedback.ts') },
  audit: { usage: 'audit list|notes|show ID|verify|replay ID|export [-o FOLDER]|redact ID --reason TEXT|sample --n 50 [--seed N] [--compare CONFIG]|grade [FILE] [--sample ID] [--grader NAME]|report [--sample ID]', summary: 'every question with what the model saw', load: () => import('./commands/audit.ts') },
  monitor: { usage: 'monitor [--days 30]', summary: 'latency, answers, feedback and alerts over time', load: () => import('./commands/monitor.ts') },
  eval: { usage: 'eval FILE.jsonl|SET [--save NAME] [--gate NAME] [--config NAME] [--retrieval-only]', summary: 'measures search and answers on a question set', load: () => import('./commands/eval.ts') },
  config: { usage: 'config [list|show [NAME]|save NAME --set KEY=VALUE… [--from NAME]|use NAME --on FILE|SET… [--override REASON]]', summary: 'named configurations; a worse one is refused', load: () => import('./commands/config.ts') },
  questions: { usage: 'questions [list|show SET|keep FILE [--name SET]|remove SET]', summary: 'question sets that the library keeps', load: () => import('./commands/questions.ts') },
  privacy: { usage: 'privacy [masking off|exports|answers]', summary: 'where personal data is hidden', load: () => import('./commands/privacy.ts') },
  models: { usage: 'models list|import FILE|use NAME|none [--on FILE|SET]… [--override REASON]|verify|bench|runtime auto|onnx|llama', summary: 'local model files; one that answers worse is refused', load: () => import('./commands/models.ts') },
  reindex: { usage: 'reindex [--embedding NAME] [--on FILE|SET]… [--override REASON] | --rollback', summary: 'builds the index anew beside the one in use, then swaps', load: () => import('./commands/reindex.ts') },
  settings: { usage: 'settings [list|set KEY=VALUE…]', summary: 'answer cache, alert thresholds, retention and the rest', load: () => import('./commands/settings.ts') },
  jobs: { usage: 'jobs [list|pause ID|resume ID|cancel ID|retry ID]', summary: 'work in the background', load: () => import('./commands/jobs.ts') },
  serve: { usage: 'serve [--port N]', summary: 'the window in a browser: prints one address', load: () => import('./commands/serve.ts') },
  mcp: { usage: 'mcp [--folder PATH]…', summary: 'Model Context Protocol over standard input and output', load: () => import('./commands/mcp.ts') },
  doctor: { usage: 'doctor [--repair|--codes|--quality|--mend staleEmbeddings|chunking|grounding]', summary: 'what is missing or broken, and what to do', load: () => import('./commands/doctor.ts') },
}
