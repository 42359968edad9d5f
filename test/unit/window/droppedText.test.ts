import { describe, expect, it } from 'vitest'
import { fileOfText } from '../../../src-renderer/app/droppedText.ts'

describe('dropped words', () => {
  const made = async (text: string) => {
    const file = fileOfText(text)
    return file === null ? null : [file.name, await file.text()]
  }
  it('become a text of the name of their first line', async () => {
    expect(await made('  Minutes: of the "board"/2024\r\nThe chair opened.\r\n')).toEqual(['Minutes of the board 2024.txt', 'Minutes: of the "board"/2024\nThe chair opened.\n'])
    expect((await made(`${'word '.repeat(40)}`))?.[0]).toBe(`${'word '.repeat(12).trim()}.txt`)
    expect((await made('???\nwhat'))?.[0]).toBe('Dropped words.txt')
  })
  it('become a mail when they are a message with its head', async () => {
    expect(await made('From: Pieter <p@example.org>\nTo: Anna\nSubject: Harbour crane\n\nDear Anna, …')).toEqual(['Harbour crane.eml', 'From: Pieter <p@example.org>\nTo: Anna\nSubject: Harbour crane\n\nDear Anna, …\n'])
    expect((await made('I heard it from: Pieter\n\nSubject: none'))?.[0]).toMatch(/\.txt$/)
  })
  it('are nothing when they are blank', async () => {
    expect(await made(' \n\t')).toBeNull()
  })
})
