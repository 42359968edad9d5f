import type { ErrorCode } from '../../../src-shared/errors/errorCode.ts'

/** Written by programs beside the real file and gone soon: Office and LibreOffice locks, editors' swap files, downloads on their way. */
const TEMPORARY = [
  /^~\$/, /^\.~lock\..*#$/, /^~wr[dlfa]\d*\.tmp$/i, /\.(tmp|temp|part|partial|crdownload|download|opdownload|filepart|aria2)$/i,
  /\.sw[a-px]$/i, /~$/, /^\.#/, /^#.*#$/, /\.sb-[0-9a-f]+-\w+$/i, /^\.goutputstream-/, /\.subl\w+\.tmp$/i,
]
/** Kept by the system about a folder, never a person's document. */
const SYSTEM = /^(thumbs\.db|desktop\.ini|\.ds_store|\.localized|ehthumbs\.db|icon\r)$/i
/** Folders of programs, with up to hundred thousands of files: one report stands for all that is below. */
const CLOSED_FOLDERS = new Set(['.git', '.hg', '.svn', '.bzr', 'node_modules', '__pycache__', '.venv', '.Trash', '$RECYCLE.BIN', 'System Volume Information'])

/** Why a file of this name below an added folder is not read; undefined when it is. `relative` uses `/`; `hidden`: names that begin with a dot are read. */
export function skipReason(relative: string, hidden = false): Extract<ErrorCode, 'TEMPORARY_FILE' | 'IGNORED'> | undefined {
  const parts = relative.split('/')
  const name = parts.at(-1) ?? ''
  if (TEMPORARY.some((pattern) => pattern.test(name))) return 'TEMPORARY_FILE'
  if (SYSTEM.test(name)) return 'IGNORED'
  return !hidden && parts.some((part) => part.startsWith('.')) ? 'IGNORED' : undefined
}

/** Folders that are named in one report and not looked into. */
export function isClosedFolder(name: string): boolean {
  return CLOSED_FOLDERS.has(name)
}
