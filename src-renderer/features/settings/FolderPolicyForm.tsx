import type { Folder } from '../../../src-shared/domain/document.ts'
import type { FolderPolicy } from '../../../src-shared/domain/folderPolicy.ts'
import { useWindow } from '../../state/WindowContext.ts'
import { privacyText } from '../../text/privacyText.ts'

const NAMES = ['answer', 'export', 'quoteAtLength'] as const satisfies readonly (keyof FolderPolicy)[]

/** What may be done with a folder's documents; each switch acts at once. */
export function FolderPolicyForm({ folder: { folderId, policy } }: { readonly folder: Folder }) {
  const { library } = useWindow()
  return (
    <fieldset className="settings__form folder-policy">
      <legend className="field__label">{privacyText.policy.title}</legend>
      {NAMES.map((name) => (
        <label className="check" key={name}>
          <input type="checkbox" checked={policy[name]} onChange={(event) => void library.setPolicy(folderId, { ...policy, [name]: event.target.checked })} />{privacyText.policy[name]}
        </label>
      ))}
      <span className="field__note">{privacyText.policy.note}</span>
    </fieldset>
  )
}
