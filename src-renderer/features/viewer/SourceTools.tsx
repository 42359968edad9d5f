import { Ellipsis, PanelsTopLeft, ScanText, Search } from 'lucide-react'
import type { DocumentReport } from '../../../src-shared/domain/document.ts'
import { IconButton } from '../../components/Button.tsx'
import { Menu, MenuItem, MenuNote } from '../../components/Menu.tsx'
import { useWindow } from '../../state/WindowContext.ts'
import { text } from '../../text/text.ts'

interface SourceToolsProps {
  readonly report: DocumentReport
  readonly isFindOpen: boolean
  readonly onFind: () => void
  /** Null where pages cannot be drawn. */
  readonly thumbnails: boolean | null
  readonly onThumbnails: () => void
  /** Null where nothing was recognised. */
  readonly words: boolean | null
  readonly onWords: () => void
}

/** What can be done with the open document: look for words, see its pages, compare a scan with what was recognised, open it elsewhere. */
export function SourceTools({ report, isFindOpen, onFind, thumbnails, onThumbnails, words, onWords }: SourceToolsProps) {
  const { client, navigation, notices } = useWindow()
  const { desktop } = client.files
  const attempt = (action: () => Promise<void>) => { action().catch((thrown: unknown) => notices.fail(thrown)) }
  return (
    <>
      <IconButton size="small" label={text.source.find} shortcut="find" aria-pressed={isFindOpen} onClick={onFind}><Search size={14} aria-hidden /></IconButton>
      {thumbnails !== null && <IconButton size="small" label={text.source.thumbnails} aria-pressed={thumbnails} onClick={onThumbnails}><PanelsTopLeft size={14} aria-hidden /></IconButton>}
      {words !== null && <IconButton size="small" label={text.source.recognised} aria-pressed={words} onClick={onWords}><ScanText size={14} aria-hidden /></IconButton>}
      <Menu align="end" trigger={<IconButton size="small" label={text.source.more}><Ellipsis size={14} aria-hidden /></IconButton>}>
        <MenuItem onSelect={() => navigation.go({ kind: 'document', documentId: report.documentId })}>{text.source.details}</MenuItem>
        <MenuItem isDisabled={desktop === null} onSelect={() => attempt(async () => desktop?.openDocument(report.documentId))}>{text.source.openOutside}</MenuItem>
        <MenuItem isDisabled={desktop === null} onSelect={() => attempt(async () => desktop?.showInFolder(report.documentId))}>{text.source.showInFolder}</MenuItem>
        {desktop === null && <MenuNote>{text.source.desktopOnly}</MenuNote>}
      </Menu>
    </>
  )
}
