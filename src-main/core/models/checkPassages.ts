/**
 * Bundled texts for measuring a runtime and for comparing two forms of a model: short enough to take a few hundred milliseconds, different enough
 * that every query has one best passage with a clear lead. Written for this purpose.
 */
export const CHECK_PASSAGES: readonly string[] = [
  'Either party may end this agreement by giving three months\' written notice to the end of a calendar quarter. Notice is given by registered letter to the address named in section one, and takes effect on the day on which it is received. The right to end the agreement at once for an important reason remains untouched.',
  'Invoices are due within thirty days of receipt without deduction. From the thirty-first day the supplier may charge interest at five percentage points above the base rate. Complaints about single items do not entitle the buyer to hold back payment for the others.',
  'The pump must be primed before the first start. Close the outlet valve, open the bleed screw, and fill the housing until water runs out without bubbles. Running the pump dry for more than ten seconds destroys the shaft seal, which the warranty does not cover.',
  'Total revenue rose by 8 percent to 412 million, driven by subscriptions, which now make up two thirds of sales. Operating margin fell from 21 to 18 percent because of higher energy costs and the move of the data centre. The board proposes an unchanged dividend.',
  'Patients who received the higher dose reported headaches more often than those in the control group, while the number of serious adverse events did not differ. Blood pressure was measured at weeks two, six and twelve. Forty-one participants left the study early.',
  'Employees may carry over up to five days of unused holiday into the first quarter of the following year. Requests for leave longer than two weeks are to be made six weeks ahead, so that the team can plan its cover. Illness during leave, shown by a doctor\'s note, does not count against it.',
  'The northern slope of the reserve is closed from March to July while the eagles breed. Hikers can take the marked path along the stream instead, which is about forty minutes longer and passes the old mill. Dogs must be kept on a lead in the whole area.',
  'To restore a backup, stop the service, copy the snapshot folder to the data directory, and start the service with the option --recover. The log then lists every table with its number of rows. A snapshot made by a newer version is refused.',
]

export const CHECK_QUERIES: readonly string[] = [
  'How long is the notice period for ending the contract?',
  'When do bills have to be paid?',
  'What happens if the pump runs without water?',
  'Why did the operating margin go down?',
  'Which side effects did the drug have?',
  'How many days of vacation can be moved to the next year?',
  'When is the trail closed because of birds?',
  'How is the database restored from a snapshot?',
]
