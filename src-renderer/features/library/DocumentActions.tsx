import { BookOpen, RotateCw, Trash2 } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import type { DocumentReport } from '../../../src-shared/domain/document.ts'
import { Button } from '../../components/Button.tsx'
import { LanguageChecks } from '../../components/LanguageChecks.tsx'
import { useOcrLanguages } from '../../state/useOcrLanguages.ts'
import { useStore } from '../../state/useStore.ts'
import { useWindow } from '../../state/WindowContext.ts'
import { text } from '../../text/text.ts'

interface DocumentActionsProps {
  readonly document: DocumentReport
  readonly onForget: () => void
}

/** What can be done about a document: open it, give its password, read it again (in other OCR languages), leave it out. */
export function DocumentActions({ document, onForget }: DocumentActionsProps) {
  const { library, notices, source, settings } = useWindow()
  const { ocrLanguages } = useStore(settings.store, (state) => state.reading)
  const [isReading, setIsReading] = useState(false)
  const [password, setPassword] = useState('')
  const [languages, setLanguages] = useState<readonly string[]>(ocrLanguages)
  const installed = useOcrLanguages()
  const isLocked = document.code === 'PASSWORD_NEEDED'
  const isUnread = document.state === 'failed' || document.state === 'skipped'
  const usesOcr = document.code === 'NO_TEXT_FOUND' || document.mediaType.startsWith('image/') || document.units.some(({ source: read }) => read === 'ocr' || read === 'mixed' || read === 'empty' || read === 'failed')

  async function readAgain(options: { readonly password?: string; readonly ocrLanguages?: string[] }) {
    setIsReading(true)
    const result = await library.readAgain(document.documentId, options)
    setIsReading(false)
    setPassword('')
    if (result !== null && result.state !== 'failed') notices.tell(text.library.readDone)
  }
  function unlock(event: FormEvent) {
    event.preventDefault()
    if (password !== '') void readAgain({ password })
  }
  function readInLanguages(event: FormEvent) {
    event.preventDefault()
    void readAgain({ ocrLanguages: [...languages] })
  }

  return (
    <div className="document__actions">
      {isLocked && (
        <form className="document__form" onSubmit={unlock}>
          <label className="field"><span className="field__label">{text.library.password}</span><input className="input" type="password" autoComplete="off" value={password} onChange={(event) => setPassword(event.target.value)} /><span className="field__note">{text.library.passwordNote}</span></label>
          <Button type="submit" look="accent" disabled={password === '' || isReading}>{isReading ? text.library.reading : text.library.unlock}</Button>
        </form>
      )}
      <div className="document__tools">
        <Button size="small" disabled={document.units.length === 0} onClick={() => source.openDocument(document.documentId, document.path)}><BookOpen size={14} aria-hidden />{text.library.open}</Button>
        {!isLocked && <Button size="small" disabled={isReading} onClick={() => void readAgain({})}><RotateCw size={14} aria-hidden />{isReading ? text.library.reading : isUnread ? text.library.tryAgain : text.library.readAgain}</Button>}
        <Button size="small" look="danger" onClick={onForget}><Trash2 size={14} aria-hidden />{isUnread ? text.library.ignore : text.library.forget}</Button>
      </div>
      {usesOcr && !isLocked && (
        <form className="document__form document__form--languages" onSubmit={readInLanguages}>
          <LanguageChecks label={text.library.ocrLanguages} chosen={languages} installed={installed} onChange={setLanguages} />
          <Button type="submit" disabled={isReading}>{text.library.readInLanguages}</Button>
        </form>
      )}
    </div>
  )
}
