import type { Engine } from '../core/Engine.ts'
import type { Handlers } from './Router.ts'

const DONE: Record<string, never> = {}

/** Every route as a call of the engine; no logic lives here. */
export function engineHandlers(engine: Engine): Handlers {
  return {
    'status.get': () => engine.status(),
    'doctor.quality': () => engine.quality(),
    'doctor.mend': ({ name }) => engine.mend(name),
    'doctor.run': () => engine.doctor(),

    'library.folders': () => engine.library.folders(),
    'library.documents': () => engine.library.documents(),
    'library.document': ({ documentId, units }) => engine.library.document(documentId, { units: units ?? false }),
    'library.unit': ({ documentId, unit }) => engine.library.unit(documentId, unit),
    'library.password': ({ documentId }) => engine.library.password(documentId) ?? null,
    'library.words': ({ documentId, unit }) => engine.library.words(documentId, unit),
    'library.steering': ({ documentId }) => engine.library.steering(documentId),
    'library.find': ({ documentId, words }) => engine.library.find(documentId, words),
    'library.ocrLanguages': () => engine.library.ocrLanguages(),
    'library.addSample': () => ({ jobId: engine.library.startAddSample() }),
    'library.readAgain': ({ documentId, ...options }) => engine.library.readAgain(documentId, withoutUndefined(options)),
    // Without the caller's signal: the work goes on when the window that asked for it is closed.
    'library.sync': () => engine.library.sync(),
    'library.setFolderRules': ({ folderId, rules }) => engine.library.setFolderRules(folderId, rules),
    'library.setFolderPolicy': ({ folderId, policy }) => engine.library.setFolderPolicy(folderId, policy),
    'library.forget': ({ targets }) => engine.library.forget(targets),

    'search.run': ({ filter, ...request }, signal) => engine.search(withoutUndefined({ ...request, filter: filter && withoutUndefined(filter) }), signal),

    'questions.submit': ({ filter, ...request }) => engine.questions.submit(withoutUndefined({ ...request, filter: filter && withoutUndefined(filter) })),
    'questions.running': () => engine.questions.running(),
    'questions.attach': ({ answerId }) => engine.questions.attach(answerId),
    'questions.cancel': ({ answerId }) => ({ outcome: engine.questions.cancel(answerId) }),
    'questions.answer': ({ answerId }) => engine.questions.answer(answerId),
    'questions.feedback': (feedback) => {
      engine.questions.giveFeedback(withoutUndefined(feedback))
      return DONE
    },

    'threads.list': () => engine.questions.threads(),
    'threads.get': ({ threadId }) => engine.questions.thread(threadId),
    'threads.rename': ({ threadId, title }) => {
      engine.questions.renameThread(threadId, title)
      return DONE
    },
    'threads.pin': ({ threadId, documentIds }) => engine.questions.pinSources(threadId, documentIds),
    'threads.remove': ({ threadId }) => {
      engine.questions.removeThread(threadId)
      return DONE
    },

    'blindAudit.sample': (request, signal) => engine.blindAudit.sample(withoutUndefined(request), signal === undefined ? {} : { signal }),
    'blindAudit.samples': () => engine.blindAudit.samples(),
    'blindAudit.pending': ({ grader, sampleId }) => engine.blindAudit.pending(grader, sampleId),
    'blindAudit.grade': ({ grader, grades, sampleId }) => engine.blindAudit.grade(grader, grades.map(withoutUndefined), sampleId),
    'blindAudit.report': ({ sampleId }) => engine.blindAudit.report(sampleId),
    'feedback.proposals': () => engine.feedbackReview.proposals(),
    'feedback.approve': ({ expected, ...approval }) => engine.feedbackReview.approve({ ...withoutUndefined(approval), ...(expected === undefined ? {} : { expected: expected && withoutUndefined(expected) }) }),
    'feedback.decline': ({ answerId }) => {
      engine.feedbackReview.decline(answerId)
      return DONE
    },
    'monitoring.report': (options) => engine.monitoring.report(withoutUndefined(options)),

    'audit.list': (options) => engine.audit.list(withoutUndefined(options)),
    'audit.entry': ({ answerId }) => engine.audit.entry(answerId),
    'audit.verify': () => engine.audit.verify(),
    'audit.replay': ({ answerId }, signal) => engine.audit.replay(answerId, signal),

    'models.list': () => engine.models.list(),
    'models.bench': (_input, signal) => engine.models.bench(signal),
    'models.use': (request, signal) => engine.models.use(withoutUndefined(request), signal === undefined ? {} : { signal }),

    'jobs.list': () => engine.jobs.list(),
    'jobs.pause': ({ jobId }) => engine.jobs.pause(jobId),
    'jobs.resume': ({ jobId }) => engine.jobs.resume(jobId),
    'jobs.retry': ({ jobId }) => engine.jobs.retry(jobId),
    'jobs.cancel': ({ jobId }) => engine.jobs.cancel(jobId),

    'lock.status': () => engine.lock.status(),
    'lock.unlock': async ({ passphrase }) => {
      await engine.lock.unlock(passphrase)
      return DONE
    },
    'lock.lockNow': async () => {
      await engine.lock.lockNow()
      return DONE
    },
    'lock.turnOn': async ({ passphrase }) => ({ jobId: (await engine.lock.turnOn(passphrase)).jobId }),
    'lock.turnOff': async ({ passphrase }) => ({ jobId: (await engine.lock.turnOff(passphrase)).jobId }),
    'lock.change': async ({ passphrase, next }) => {
      await engine.lock.change(passphrase, next)
      return DONE
    },

    'settings.get': () => engine.settings.get(),
    'settings.update': ({ answering, models, reading, appearance, window, audit, privacy, monitoring }) => engine.settings.update(withoutUndefined({
      answering: answering && withoutUndefined(answering), models: models && withoutUndefined(models),
      reading: reading && withoutUndefined(reading), appearance: appearance && withoutUndefined(appearance),
      window: window && withoutUndefined(window), audit: audit && withoutUndefined(audit), privacy: privacy && withoutUndefined(privacy), monitoring: monitoring && withoutUndefined(monitoring),
    })),
  }
}

type WithoutUndefined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & { [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined> }

/** A key whose value is `undefined` is an absent key: the engine's options are exact. */
function withoutUndefined<T extends object>(value: T): WithoutUndefined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as WithoutUndefined<T>
}
