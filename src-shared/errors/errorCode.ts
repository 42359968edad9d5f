/**
 * The closed list of error codes, each with one sentence for a person and one thing to do. `doctor --codes` prints it. A new
 * code is added here or nowhere, so that the window, the command line and the contract always know every code.
 */
export const ERRORS = {
  PASSWORD_NEEDED: { message: 'This file is locked with a password.', action: 'Give the password; it is kept in memory only.' },
  DAMAGED_FILE: { message: 'This file is damaged and could not be read.', action: 'Open it in its own application, save it again, and add it once more.' },
  EMPTY_FILE: { message: 'This file is empty.', action: 'Check whether it was saved or copied completely.' },
  TOO_LARGE: { message: 'This file is larger than the limit.', action: 'Raise the limit in the settings, or split the file.' },
  UNSUPPORTED_TYPE: { message: 'Footnote does not read files of this type.', action: 'Save it as PDF, Word, Excel, text or another supported type.' },
  NO_TEXT_FOUND: { message: 'No text was found in this file.', action: 'If it is a scan, check its quality and the OCR language.' },
  PARSER_CRASHED: { message: 'Reading this file made the reader stop twice.', action: 'Save the file again in its own application; the other files were read.' },
  PARSE_TIMEOUT: { message: 'Reading this file took longer than the limit.', action: 'Raise the time limit in the settings, or split the file.' },
  OUT_OF_MEMORY: { message: 'Reading this file needed more memory than the limit.', action: 'Split the file, or raise the memory limit in the settings.' },
  LIMIT_EXCEEDED: { message: 'This file holds more than the reader takes apart (nesting, members or expanded size).', action: 'Unpack it yourself and add the parts that you need.' },
  OUTSIDE_FOLDER: { message: 'This link leads out of the added folder.', action: 'Add the folder that it leads to.' },
  UNREADABLE: { message: 'This file could not be opened.', action: 'Check its permissions and whether it is in use or offline.' },
  CHANGED_WHILE_READ: { message: 'This file changed while it was being read.', action: 'It is read again when it stays still.' },
  IGNORED: { message: 'This file is left out by the folder rules.', action: 'Change the rules of the folder to include it.' },
  IGNORED_BY_RULE: { message: 'A rule of the folder leaves this file out.', action: 'Change the rules of the folder, or its .footnoteignore file, to include it.' },
  TEMPORARY_FILE: { message: 'This is a temporary, lock or partly downloaded file.', action: 'Nothing to do: the finished file is read when it appears.' },
  CLOUD_PLACEHOLDER: { message: 'Only a placeholder of this file is on this computer; its content lies in the cloud.', action: 'Have the cloud program keep it on this computer; it is read when it has arrived.' },
  NOT_FOUND: { message: 'That was not found.', action: 'Check the name or id.' },
  WRONG_USAGE: { message: 'The request is not in the expected form.', action: 'See the help for the expected form.' },
  LIBRARY_IN_USE: { message: 'Another Footnote process holds this library.', action: 'Close the other one, or read with this one only.' },
  NEWER_LIBRARY: { message: 'This library was made by a newer version of Footnote.', action: 'Install the newer version to change it. With this one it can be read and asked; nothing is recorded or changed.' },
  DAMAGED_LIBRARY: { message: 'A file of this library is damaged.', action: 'Run doctor --repair, or open the window: what is intact is kept, the rest is read again.' },
  DISK_FULL: { message: 'The disk is full.', action: 'Free some space; the work goes on from where it stopped.' },
  READ_ONLY: { message: 'This place cannot be written to.', action: 'Choose a folder that you may write to.' },
  MODEL_MISSING: { message: 'The model file is missing.', action: 'Import it again, or choose another model.' },
  MODEL_DAMAGED: { message: 'The model file does not have its recorded checksum or form.', action: 'Import it again from its source.' },
  MODEL_CRASHED: { message: 'The model process stopped unexpectedly and did not recover.', action: 'Choose a smaller model or fewer GPU layers.' },
  MODEL_UNSUITABLE: { message: 'This model cannot be used for that role.', action: 'Import a model made for the role.' },
  QUESTION_EMPTY: { message: 'The question is empty.', action: 'Type a question.' },
  LIBRARY_EMPTY: { message: 'The library holds no documents yet.', action: 'Add files or a folder first.' },
  CHAIN_BROKEN: { message: 'An entry of the audit log was altered.', action: 'Compare it with a backup; entries before it are intact.' },
  GATE_FAILED: { message: 'The run is worse than the saved one.', action: 'Look at the questions that got worse.' },
  NOT_ALLOWED: { message: 'That is not allowed from here.', action: 'Use the window or the command line of this computer.' },
  CANCELLED: { message: 'Cancelled.', action: 'Start it again when you like.' },
  INTERNAL: { message: 'Something went wrong inside Footnote.', action: 'Try again; if it stays, the log has the details.' },
} as const satisfies Record<string, { readonly message: string; readonly action: string }>

export type ErrorCode = keyof typeof ERRORS
