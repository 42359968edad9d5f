import type { DocumentReport } from '../../../../src-shared/domain/document.ts'
import type { LibraryReader } from '../../ports/LibraryReader.ts'
import type { DiagnosedDocument, DiagnosisLibrary } from './diagnoseFailure.ts'

/** The library as a diagnosis asks it; a snapshot of the reports, unit texts on demand. */
export function diagnosisLibrary(reports: readonly DocumentReport[], reader: LibraryReader): DiagnosisLibrary {
  const living = reports.filter(({ state }) => state !== 'removed')
  return {
    find: (name) => living.filter(({ path }) => `/${path.replaceAll('\\', '/')}`.endsWith(`/${name.replaceAll('\\', '/')}`)).map((report): DiagnosedDocument => ({
      documentId: report.documentId, path: report.path, isRead: report.state !== 'failed' && report.state !== 'skipped', ...(report.message === undefined ? {} : { reason: report.message }),
      hasTitle: report.title !== undefined, hasDate: report.created !== undefined,
      unitTexts() {
        const texts: string[] = []
        for (let unit = 1, found = reader.unit(report.documentId, unit); found !== undefined; found = reader.unit(report.documentId, ++unit)) texts.push(found.text)
        return texts
      },
    })),
    unread: living.filter(({ state }) => state === 'failed' || state === 'skipped').map(({ path, message }) => ({ path, reason: message ?? '' })),
  }
}
