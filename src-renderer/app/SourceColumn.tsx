import { X } from 'lucide-react'
import { Tabs } from 'radix-ui'
import { IconButton } from '../components/Button.tsx'
import { AuditPanel } from '../features/audit/AuditPanel.tsx'
import { CitationsTab } from '../features/viewer/CitationsTab.tsx'
import { SourcePane } from '../features/viewer/SourcePane.tsx'
import type { SourceTab } from '../state/source.ts'
import { useStore } from '../state/useStore.ts'
import { useWindow } from '../state/WindowContext.ts'
import { text } from '../text/text.ts'

const TABS: readonly SourceTab[] = ['source', 'audit', 'citations']

/** The right column: the source, how the answer was made, and every citation of the thread. */
export function SourceColumn() {
  const { source } = useWindow()
  const tab = useStore(source.store, (state) => state.tab)
  return (
    <Tabs.Root className="source-column" id="source-column" value={tab} onValueChange={(next) => source.showTab(next as SourceTab)}>
      <div className="tabs">
        <Tabs.List className="tabs__list" aria-label={text.source.label}>
          {TABS.map((name) => <Tabs.Trigger key={name} value={name} className="tabs__tab">{text.source.tabs[name]}</Tabs.Trigger>)}
        </Tabs.List>
        <IconButton size="small" label={text.source.fold} shortcut="source" onClick={() => source.setOpen(false)}><X size={14} aria-hidden /></IconButton>
      </div>
      <Tabs.Content value="source" className="tabs__content" tabIndex={-1}><SourcePane /></Tabs.Content>
      <Tabs.Content value="audit" className="tabs__content" tabIndex={-1}><AuditPanel /></Tabs.Content>
      <Tabs.Content value="citations" className="tabs__content" tabIndex={-1}><CitationsTab /></Tabs.Content>
    </Tabs.Root>
  )
}
