import { expect, test } from 'vitest'
import { canonicalJson } from '../../src-main/core/audit/canonicalJson.ts'
import { GENESIS_HASH, hashContent, hashEntry, verifyChain, type ChainLink } from '../../src-main/core/audit/hashChain.ts'

function chainOf(records: readonly unknown[]): ChainLink[] {
  const links: ChainLink[] = []
  for (const record of records) {
    const bytes = new TextEncoder().encode(canonicalJson(record))
    const previousHash = links.at(-1)?.hash ?? GENESIS_HASH
    const contentHash = hashContent(bytes)
    links.push({ sequence: links.length + 1, previousHash, contentHash, hash: hashEntry(previousHash, links.length + 1, contentHash), bytes })
  }
  return links
}

test('one value has one text, however it was built', () => {
  expect(canonicalJson({ b: 1, a: [true, null, undefined], c: undefined, 'ä': 'é\ud800' })).toBe('{"a":[true,null,null],"b":1,"ä":"é\\ud800"}')
  expect(canonicalJson({ a: [true, null, null], 'ä': 'é\ud800', b: 1 })).toBe(canonicalJson({ b: 1, a: [true, null, undefined], 'ä': 'é\ud800' }))
})

test('what JSON would silently change is refused', () => {
  for (const value of [Number.NaN, Infinity, () => 1, 1n, Symbol('s')]) expect(() => canonicalJson({ value })).toThrow(TypeError)
})

test('an untouched chain holds and its head is the last hash', () => {
  const links = chainOf([{ a: 1 }, { a: 2 }, { a: 3 }])
  expect(verifyChain(links, { highest: 3, witnesses: links })).toEqual({ entries: 3, ok: true, head: links[2]?.hash })
  expect(verifyChain([])).toEqual({ entries: 0, ok: true, head: GENESIS_HASH })
})

test.each([0, 1, 2])('any changed byte of any entry is found and the entry is named (%i)', (index) => {
  const links = chainOf([{ text: 'first' }, { text: 'second' }, { text: 'third' }])
  const { bytes } = links[index] as ChainLink
  for (let position = 0; position < bytes.length; position++) {
    const changed = Uint8Array.from(bytes)
    changed[position] = (changed[position] ?? 0) ^ 1
    const verification = verifyChain(links.with(index, { ...(links[index] as ChainLink), bytes: changed }))
    expect(verification).toMatchObject({ ok: false, brokenAt: index + 1, reason: 'altered' })
  }
})

test('removing, reordering and cutting off are told apart', () => {
  const links = chainOf([{ a: 1 }, { a: 2 }, { a: 3 }, { a: 4 }])
  expect(verifyChain(links.toSpliced(1, 1))).toMatchObject({ ok: false, brokenAt: 2, reason: 'missing' })
  expect(verifyChain(links.slice(1))).toMatchObject({ ok: false, brokenAt: 1, reason: 'missing' })
  expect(verifyChain([links[0], links[2], links[1], links[3]] as ChainLink[])).toMatchObject({ ok: false, brokenAt: 2 })
  expect(verifyChain(links.slice(0, 2), { highest: 4 })).toMatchObject({ ok: false, brokenAt: 3, reason: 'truncated' })
  expect(verifyChain(links.slice(0, 2), { witnesses: [{ sequence: 3, hash: links[2]?.hash ?? '' }] })).toMatchObject({ ok: false, brokenAt: 3, reason: 'truncated' })
})

test('a log that was rewritten as a whole is found with a witness', () => {
  const honest = chainOf([{ a: 1 }, { a: 2 }])
  const forged = chainOf([{ a: 1 }, { a: 'forged' }])
  expect(verifyChain(forged).ok).toBe(true)
  expect(verifyChain(forged, { witnesses: [{ sequence: 2, hash: honest[1]?.hash ?? '' }] })).toMatchObject({ ok: false, brokenAt: 2, reason: 'altered' })
})
