import type { AnswerFigures, HealthFigures, StagePercentiles } from '../../src-shared/domain/monitoring.ts'
import { count, duration, percent, plural, size } from './amounts.ts'

/** The part of the catalogue that speaks of figures over time. */
export const figuresText = {
  period: 'Period',
  periods: { '2': 'Two days', '30': '30 days', '365': 'A year' },
  stage: 'Stage of an answer',
  stages: { total: 'Altogether', queue: 'Waiting', retrieve: 'Searching', rerank: 'Reranking', firstToken: 'First word', generate: 'Writing', ground: 'Checking' },
  alerts: 'Above its threshold',
  noAlerts: 'Nothing is above its threshold.',
  threshold: (name: string, value: number) => `(threshold: ${name === 'answerP95Ms' ? duration(value) : name === 'memoryBytes' ? size(value) : percent(value)})`,
  thresholds: {
    title: 'When to call a figure out',
    note: 'Shares of answers count from ten answers on. Kept with the settings of this library.',
    names: {
      answerP95Ms: 'One answer in twenty takes longer than', abstentionShare: 'Questions not answered, more than', unsupportedShare: 'Sentences without support, more than',
      wrongFeedbackShare: 'Graded answers called wrong, more than', failedFileShare: 'Files that could not be read, more than', memoryBytes: 'Memory of the main process, more than',
    },
    units: { answerP95Ms: 'seconds', abstentionShare: '%', unsupportedShare: '%', wrongFeedbackShare: '%', failedFileShare: '%', memoryBytes: 'GB' },
  },
  noAnswers: 'No questions in this period.',
  nothingMeasured: 'Nothing was measured in this period.',
  asTable: (title: string) => `${title} as a table`,
  when: 'From',
  lines: {
    half: 'half (p50)', most: '95 % (p95)', abstained: 'not answered', supported: 'supported', unsupported: 'not supported',
    useful: 'useful', partly: 'partly', wrong: 'wrong', index: 'on disk', memory: 'highest',
  },
  charts: { latency: 'Time of an answer', abstention: 'Questions not answered', support: 'Sentences and their sources', feedback: 'Your feedback', index: 'Size of the library on disk', memory: 'Memory of the main process' },
  summaries: {
    answers: ({ answers, answered, notFound, cancelled, failed }: AnswerFigures) => `${plural(answers, 'question')}: ${count(answered)} answered, ${count(notFound)} not found, ${count(cancelled)} stopped, ${count(failed)} failed.`,
    latency: ({ p50, p95 }: StagePercentiles) => `Over the whole period: half within ${duration(p50)}, 95 % within ${duration(p95)}. Answers repeated from the log do not count.`,
    abstention: (share: number) => `Over the whole period ${percent(share)} of the questions found no passage that answers them.`,
    support: (supported: number, unsupported: number) => `Over the whole period ${percent(supported)} of the sentences were supported by their source, ${percent(unsupported)} were shown without support.`,
    feedback: ({ useful, partly, wrong }: AnswerFigures['feedback']) => `${count(useful)} useful, ${count(partly)} partly, ${count(wrong)} wrong.`,
    index: ({ indexBytes, documents, staleChunks }: HealthFigures) => `Now ${size(indexBytes)} for ${plural(documents, 'document')}${staleChunks === 0 ? '' : `, ${plural(staleChunks, 'passage')} of an older model`}.`,
    memory: ({ memoryBytes }: HealthFigures) => `At the last look ${size(memoryBytes)}. Models work in processes of their own.`,
  },
} as const
