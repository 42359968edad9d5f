import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'

const renderer = path.join(import.meta.dirname, '../../../src-renderer')
const components = readdirSync(renderer, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.tsx'))

/** Words that a person would read: text between tags, or given to an attribute that is read out or shown. */
function sentencesIn(source: string): string[] {
  const code = source.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '')
  const between = [...code.matchAll(/<[A-Za-z][^<>{}]*>([^<>{}]*[A-Za-z]{2,}[^<>{}]*)<\//g)].map(([, text = '']) => text.trim())
  const attributes = [...code.matchAll(/\b(?:aria-label|title|placeholder|label|alt)="([^"]*[A-Za-z]{2,}[^"]*)"/g)].map(([, text = '']) => text)
  const templates = [...code.matchAll(/\b(?:aria-label|title|placeholder|label|alt)=\{`([^`]*)`\}/g)].map(([, text = '']) => text.replaceAll(/\$\{[^}]*\}/g, '')).filter((text) => /[A-Za-z]{2,}/.test(text))
  return [...between, ...attributes, ...templates]
}

it('keeps every sentence of the window in the catalogue, so that another language is another file', () => {
  expect(components.length).toBeGreaterThan(40)
  expect(components.flatMap((name) => sentencesIn(readFileSync(path.join(renderer, name), 'utf8')).map((sentence) => `${name}: ${sentence}`))).toEqual([])
})

it('would notice a sentence in a component', () => {
  expect(sentencesIn('<p className="x">Hello there</p><button aria-label="Close it" title={`${n} pages`} />')).toEqual(['Hello there', 'Close it', ' pages'])
})
