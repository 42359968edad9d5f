/** What the receiver of an evidence pack reads first. */
export const PACK_README = `This is the evidence for one answer of Footnote. It can be checked without Footnote, and without a network.

What lies here
  answer.html, answer.md   the answer with its sources, to read
  answer.json              the same with everything that was recorded
  quotes.json              each quote: its number, its document with the SHA-256 of the file, its place, and where its text and page lie in this pack
  pages/                   for each quote a picture of its page with the quote marked; an HTML page where there is no picture, with the reason
  units/                   the text that was read from the files, as it was stored; the quotes are cut from it
  audit.json               the entry of the audit log, its hash and the hash before, and the links from it to the head of the log
  manifest.json            the SHA-256 of every file here; manifest.sig is the signature over it
  verify.mjs               the check, a short program to read and run

How to check it
  Unpack everything into one folder. With Node 20 or newer, and nothing else:

    node verify.mjs

  It ends with VALID, or with NOT VALID and the reason (exit code 1). It checks the signature, every file, every quote against the stored text, and that
  answer and quotes are those of the audit entry. A program in a pack cannot vouch for itself: read it first, or take one from a pack that you trust.

  To check an original file as well, give its path; to check who signed, give the fingerprint that the sender told you in another way (footnote audit key):

    node verify.mjs path/to/contract.pdf
    node verify.mjs FINGERPRINT

  Without the fingerprint, anybody could have made and signed a pack.
  Without Node: compare the SHA-256 of a file (sha256sum, shasum -a 256, certutil -hashfile FILE SHA256) with the one in quotes.json or manifest.json.

What it does not show
  That the documents are right, or that the answer follows from the quotes: look at the pages.

What else it tells
  Files go by their names here. audit.json is the entry exactly as it was logged, or its hash would not fit: it has the full paths of files on the
  sender's computer and the passages that were read for the answer, quoted or not. Look through it before you pass the pack on.
  Where audit.json says "edited", personal data was masked in this pack ([mail address], for example), or parts were left out that may not leave their folder: texts, quotes and the entry
  are then those of the pack, the entry's hash is still that of the whole one, and pages that would show what is hidden are not among the pictures.
`
