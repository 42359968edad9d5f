/** What the window says about folders' policies and the masking of personal data. */
export const privacyText = {
  policy: {
    title: 'What may be done with it',
    answer: 'May be answered from',
    export: 'May be exported (files that are saved, and other programs)',
    quoteAtLength: 'May be quoted at length (otherwise at most 25 words of each quote)',
    note: 'Takes effect at once, also for answers given before. A document that has copies in several folders may do what all of them allow.',
  },
  masking: 'Hide personal data',
  maskings: { off: 'Nowhere', exports: 'In exports', answersAndExports: 'In answers and exports' },
  maskingNotes: {
    off: 'Answers and exports say what the documents say.',
    exports: 'Mail addresses, phone numbers, bank accounts, card numbers and national ids are replaced, as “[mail address]”, in files that are saved and in what other programs get.',
    answersAndExports: 'Mail addresses, phone numbers, bank accounts, card numbers and national ids are replaced, as “[mail address]”, in answers and passages as well. Words then come a sentence at a time.',
  },
  maskingLimits: 'They are recognised by their form: names, streets and unusual spellings are not. The documents themselves, file names and the audit log show everything as it is.',
}
