import { MIN_PASSPHRASE_CHARS, NOT_ENCRYPTED } from '../../src-shared/domain/lock.ts'

/** What the window says about the passphrase. */
export const lockText = {
  title: 'Footnote is locked',
  body: 'What this library holds is encrypted. Type its passphrase to go on.',
  passphrase: 'Passphrase',
  unlock: 'Unlock',
  unlocking: 'Unlocking …',
  section: 'Passphrase and encryption',
  states: {
    off: 'There is no passphrase: whoever reads this disk can read what is stored.',
    sealing: 'New content is encrypted; what was there before is still being encrypted.',
    on: 'The audit log, threads and the stored text of documents are encrypted.',
    opening: 'The encryption is being taken off.',
  },
  notEncrypted: `Not encrypted, with or without a passphrase: ${NOT_ENCRYPTED.join('; ')}. An encrypted disk covers these too.`,
  loss: 'Without the passphrase nobody can read what is encrypted, you neither. The file passphrase.json belongs into every backup of the library.',
  next: `New passphrase, at least ${MIN_PASSPHRASE_CHARS} characters`,
  again: 'Once more',
  differ: 'The two are not the same.',
  turnOn: 'Encrypt the library',
  change: 'Change the passphrase',
  turnOff: 'Take the encryption off',
  lockNow: 'Lock now',
  autoLock: 'Lock by itself after minutes without a key or a click (0: never)',
  begun: 'It is under way, and can be followed below the list of threads.',
  changed: 'The passphrase is changed.',
}
