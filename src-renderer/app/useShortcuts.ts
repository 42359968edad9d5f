import { useEffect } from 'react'
import { stepCitation } from '../state/stepCitation.ts'
import { useWindow } from '../state/WindowContext.ts'
import { matches } from '../text/shortcuts.ts'

/** The keys that work everywhere in the window. A dialog, and a field in which letters are typed, keep theirs. */
export function useShortcuts({ toggleLeft }: { readonly toggleLeft: () => void }): void {
  const { conversation, navigation, source } = useWindow()
  useEffect(() => {
    function press(event: KeyboardEvent) {
      const isDialogOpen = document.querySelector('[role="dialog"][data-state="open"]') !== null
      const target = event.target instanceof HTMLElement ? event.target : null
      const isTyping = target !== null && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
      const action = matches(event, 'palette') ? () => navigation.dialog.set('palette')
        : isDialogOpen ? null
          : matches(event, 'question') && !isTyping ? () => { source.closeDrawer(); navigation.focusQuestion() }
            : matches(event, 'stop') && !event.defaultPrevented ? () => void conversation.stop()
              : matches(event, 'settings') ? () => navigation.dialog.set('settings')
                : matches(event, 'next') ? () => stepCitation(conversation, source, 1)
                  : matches(event, 'previous') ? () => stepCitation(conversation, source, -1)
                    : matches(event, 'left') ? toggleLeft
                      : matches(event, 'source') ? () => source.setOpen(!source.store.get().isOpen)
                        : matches(event, 'library') ? () => navigation.go({ kind: 'library', folder: null, needsYou: false })
                          : matches(event, 'newQuestion') ? () => { conversation.startNew(); source.clear(false); navigation.focusQuestion() } : null
      if (action === null) return
      event.preventDefault()
      action()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [conversation, navigation, source, toggleLeft])
}
