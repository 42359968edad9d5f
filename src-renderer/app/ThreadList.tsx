import { Ellipsis } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import type { Thread } from '../../src-shared/domain/answer.ts'
import { Button } from '../components/Button.tsx'
import { ConfirmDialog } from '../components/ConfirmDialog.tsx'
import { Dialog } from '../components/Dialog.tsx'
import { Menu, MenuItem, MenuNote, MenuSeparator } from '../components/Menu.tsx'
import { useStore } from '../state/useStore.ts'
import { useWindow } from '../state/WindowContext.ts'
import { text } from '../text/text.ts'

const FORMATS = Object.keys(text.ask.exportFormats) as (keyof typeof text.ask.exportFormats)[]

type Change = { readonly kind: 'rename' | 'remove'; readonly thread: Thread } | null

/** Threads, newest first; each can be opened, renamed and deleted. */
export function ThreadList() {
  const { client, conversation, navigation, notices, source } = useWindow()
  const threads = useStore(conversation.threads)
  const current = useStore(conversation.store, (state) => state.threadId)
  const pane = useStore(navigation.pane)
  const [change, setChange] = useState<Change>(null)

  function open(thread: Thread) {
    navigation.go({ kind: 'ask' })
    source.clear(false)
    void conversation.open(thread.threadId)
  }
  async function exportThread(thread: Thread, format: keyof typeof text.ask.exportFormats) {
    try {
      if (await client.files.saveThread(thread.threadId, format)) notices.tell(text.ask.exported(text.ask.exportFormats[format]))
    } catch (thrown) {
      notices.fail(thrown)
    }
  }
  if (threads.length === 0) return <p className="side__note">{text.navigation.noThreads}</p>
  return (
    <>
      <ul className="side__list">
        {threads.map((thread) => (
          <li key={thread.threadId} className="side__row" data-on={pane.kind === 'ask' && thread.threadId === current}>
            <button type="button" className="side__item" aria-current={thread.threadId === current ? 'page' : undefined} onClick={() => open(thread)}><span>{thread.title}</span></button>
            <Menu align="end" trigger={<button type="button" className="side__more" aria-label={text.navigation.threadMenu(thread.title)}><Ellipsis size={14} aria-hidden /></button>}>
              <MenuItem onSelect={() => setChange({ kind: 'rename', thread })}>{text.navigation.rename}…</MenuItem>
              <MenuSeparator />
              <MenuNote>{text.navigation.exportThread}</MenuNote>
              {FORMATS.map((format) => <MenuItem key={format} onSelect={() => void exportThread(thread, format)}>{text.ask.exportFormats[format]}</MenuItem>)}
              <MenuSeparator />
              <MenuItem isDanger onSelect={() => setChange({ kind: 'remove', thread })}>{text.navigation.remove}…</MenuItem>
            </Menu>
          </li>
        ))}
      </ul>
      {change?.kind === 'rename' && <RenameDialog thread={change.thread} onClose={() => setChange(null)} onRename={(title) => void conversation.rename(change.thread.threadId, title)} />}
      {change?.kind === 'remove' && (
        <ConfirmDialog isOpen title={text.navigation.removeTitle(change.thread.title)} body={text.navigation.removeBody} confirm={text.navigation.remove} onClose={() => setChange(null)} onConfirm={() => void conversation.remove(change.thread.threadId)} />
      )}
    </>
  )
}

function RenameDialog({ thread, onClose, onRename }: { readonly thread: Thread; readonly onClose: () => void; readonly onRename: (title: string) => void }) {
  const [title, setTitle] = useState(thread.title)
  function submit(event: FormEvent) {
    event.preventDefault()
    if (title.trim() !== '') onRename(title.trim())
    onClose()
  }
  return (
    <Dialog isOpen onClose={onClose} title={text.navigation.renameTitle}>
      <form onSubmit={submit}>
        <input className="input" aria-label={text.navigation.renameTitle} value={title} maxLength={200} onChange={(event) => setTitle(event.target.value)} />
        <div className="dialog__actions"><Button onClick={onClose}>{text.cancel}</Button><Button type="submit" look="accent">{text.navigation.save}</Button></div>
      </form>
    </Dialog>
  )
}
