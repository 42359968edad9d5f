import { RotateCw } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import type { Answer } from '../../../src-shared/domain/answer.ts'
import { Button } from '../../components/Button.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../components/Menu.tsx'
import { useStore } from '../../state/useStore.ts'
import { useWindow } from '../../state/WindowContext.ts'
import { text } from '../../text/text.ts'

/** The question once more: as it is, edited, or by another model; and its sources kept for the whole thread. */
export function AskAgainMenu({ answer }: { readonly answer: Answer }) {
  const { conversation, settings } = useWindow()
  const models = useStore(settings.models)
  const [isEditing, setIsEditing] = useState(false)
  const sources = [...new Set(answer.citations.map((citation) => citation.documentId))]
  const { threadId } = answer
  return (
    <>
      <Menu trigger={<Button look="quiet" size="small"><RotateCw size={14} aria-hidden />{text.ask.again}</Button>}>
        <MenuItem onSelect={() => void conversation.askAgain(answer.answerId)}>{text.ask.asItIs}</MenuItem>
        <MenuItem onSelect={() => void conversation.askAgain(answer.answerId, { model: null })}>{text.ask.byQuotes}</MenuItem>
        <MenuItem onSelect={() => setIsEditing(true)}>{text.ask.edit}</MenuItem>
        {models.filter((model) => model.role === 'chat').map((model) => <MenuItem key={model.name} onSelect={() => void conversation.askAgain(answer.answerId, { model: model.name })}>{text.ask.byModel(model.name)}</MenuItem>)}
        {threadId !== undefined && sources.length > 0 && <><MenuSeparator /><MenuItem onSelect={() => void conversation.pin(threadId, sources)}>{text.ask.pin}</MenuItem></>}
      </Menu>
      {isEditing && <EditDialog question={answer.question} onClose={() => setIsEditing(false)} onAsk={(question) => void conversation.askAgain(answer.answerId, { question })} />}
    </>
  )
}

function EditDialog({ question, onClose, onAsk }: { readonly question: string; readonly onClose: () => void; readonly onAsk: (question: string) => void }) {
  const [edited, setEdited] = useState(question)
  function submit(event: FormEvent) {
    event.preventDefault()
    if (edited.trim() !== '') onAsk(edited.trim())
    onClose()
  }
  return (
    <Dialog isOpen onClose={onClose} title={text.ask.editTitle} description={text.ask.editBody}>
      <form onSubmit={submit}>
        <textarea className="input" rows={3} aria-label={text.ask.editTitle} value={edited} maxLength={4000} onChange={(event) => setEdited(event.target.value)} />
        <div className="dialog__actions"><Button onClick={onClose}>{text.cancel}</Button><Button type="submit" look="accent" disabled={edited.trim() === ''}>{text.ask.ask}</Button></div>
      </form>
    </Dialog>
  )
}
