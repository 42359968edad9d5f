import { useState, type FormEvent } from 'react'
import type { Folder } from '../../../src-shared/domain/document.ts'
import { Button } from '../../components/Button.tsx'
import { useStore } from '../../state/useStore.ts'
import { useWindow } from '../../state/WindowContext.ts'
import { fileName } from '../../text/paths.ts'
import { text } from '../../text/text.ts'
import { FolderPolicyForm } from './FolderPolicyForm.tsx'

const BYTES_A_MEGABYTE = 1024 * 1024
const linesOf = (value: string) => value.split('\n').map((line) => line.trim()).filter((line) => line !== '')

/** What of each added folder is read, and what may be done with it. */
export function FolderRulesSection() {
  const { library } = useWindow()
  const folders = useStore(library.store, (state) => state.folders)
  if (folders.length === 0) return <p className="field__note">{text.folderRules.none}</p>
  return <div className="folder-rules">{folders.map((folder) => <FolderForm key={folder.folderId} folder={folder} />)}</div>
}

function FolderForm({ folder }: { readonly folder: Folder }) {
  const { folderId, path, rules } = folder
  const { library } = useWindow()
  const [include, setInclude] = useState(rules.include.join('\n'))
  const [ignore, setIgnore] = useState(rules.ignore.join('\n'))
  const [megabytes, setMegabytes] = useState(rules.maxFileBytes === null ? '' : String(Math.round(rules.maxFileBytes / BYTES_A_MEGABYTE)))
  const [hidden, setHidden] = useState(rules.hidden)
  const [followLinks, setFollowLinks] = useState(rules.followLinks)
  function save(event: FormEvent) {
    event.preventDefault()
    const limit = Number(megabytes)
    void library.setRules(folderId, { include: linesOf(include), ignore: linesOf(ignore), hidden, followLinks, maxFileBytes: megabytes.trim() === '' || !(limit > 0) ? null : Math.round(limit * BYTES_A_MEGABYTE) })
  }
  return (
    <details className="folder-rules__folder">
      <summary title={path}>{fileName(path)}</summary>
      <form className="settings__form" onSubmit={save} aria-label={text.folderRules.of(fileName(path))}>
        <label className="field"><span className="field__label">{text.folderRules.ignore}</span><textarea className="input" rows={3} spellCheck={false} value={ignore} placeholder={text.folderRules.ignoreExample} onChange={(event) => setIgnore(event.target.value)} /><span className="field__note">{text.folderRules.patterns}</span></label>
        <label className="field"><span className="field__label">{text.folderRules.include}</span><textarea className="input" rows={2} spellCheck={false} value={include} placeholder={text.folderRules.includeExample} onChange={(event) => setInclude(event.target.value)} /></label>
        <label className="field"><span className="field__label">{text.folderRules.limit}</span><input className="input" type="number" min={1} value={megabytes} onChange={(event) => setMegabytes(event.target.value)} /></label>
        <label className="check"><input type="checkbox" checked={hidden} onChange={(event) => setHidden(event.target.checked)} />{text.folderRules.hidden}</label>
        <label className="check"><input type="checkbox" checked={followLinks} onChange={(event) => setFollowLinks(event.target.checked)} />{text.folderRules.links}</label>
        <div><Button type="submit" size="small">{text.folderRules.save}</Button></div>
      </form>
      <FolderPolicyForm folder={folder} />
    </details>
  )
}
