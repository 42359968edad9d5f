import { readFileSync, statSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { formatManifest, parseManifest } from '../../../src-main/core/models/manifest.ts'
import { installedModel } from '../../../src-main/core/models/installedModel.ts'
import { formFor, identityOf } from '../../../src-main/core/models/modelIdentity.ts'
import { BGE_SMALL_ONNX } from '../../../src-main/adapters/onnx/createOnnxEmbedder.ts'

const directory = new URL('../../../resources/models/', import.meta.url)
const text = readFileSync(new URL('manifest.json', directory), 'utf8')
const models = parseManifest(text)

function bundled(name: string) {
  const model = models.find((candidate) => candidate.name === name)
  if (model === undefined) throw new Error(`${name} is not bundled`)
  return installedModel(model, '/m', true)
}

function withChange(change: (model: Record<string, unknown>) => void): string {
  const value = JSON.parse(text) as { models: [Record<string, unknown>] }
  change(value.models[0])
  return JSON.stringify(value)
}

function changeForm(model: Record<string, unknown>, change: object): void {
  const [first, ...rest] = model['forms'] as object[]
  model['forms'] = [{ ...first, ...change }, ...rest]
}

describe('the manifest of bundled models', () => {
  it('lists every bundled file with its real size and checksum, and each model with a licence beside it', () => {
    for (const model of models) {
      expect(model.licenceFile, model.name).toBeDefined()
      expect(readFileSync(new URL(model.licenceFile ?? '', directory), 'utf8')).toContain('Permission is hereby granted')
      for (const form of model.forms) {
        for (const file of form.tokenizer === undefined ? [form] : [form, form.tokenizer]) {
          const url = new URL(file.file, directory)
          expect(statSync(url).size, file.file).toBe(file.sizeBytes)
          expect(createHash('sha256').update(readFileSync(url)).digest('hex'), file.file).toBe(file.sha256)
        }
      }
    }
  })

  it('can be written and read again', () => {
    expect(parseManifest(formatManifest(models))).toEqual(models)
  })

  it.each([
    ['a file name that leads out of the folder', (model: Record<string, unknown>) => changeForm(model, { file: '../../secret.gguf' }), 'forms[0].file'],
    ['a short checksum', (model: Record<string, unknown>) => changeForm(model, { sha256: 'abc' }), 'forms[0].sha256'],
    ['an ONNX form without a tokenizer', (model: Record<string, unknown>) => changeForm(model, { tokenizer: undefined }), 'forms[0].tokenizer'],
    ['an embedder without dimensions', (model: Record<string, unknown>) => { delete model['dimensions'] }, 'dimensions'],
    ['no files', (model: Record<string, unknown>) => { model['forms'] = [] }, 'forms'],
  ])('refuses %s and names the place', (_, change, place) => {
    expect(() => parseManifest(withChange(change))).toThrow(expect.objectContaining({ code: 'MODEL_DAMAGED', message: expect.stringContaining(place) }))
  })

  it('refuses text that is no JSON and a name that stands there twice', () => {
    expect(() => parseManifest('{')).toThrow(expect.objectContaining({ code: 'MODEL_DAMAGED' }))
    expect(() => parseManifest(formatManifest([...models, ...models]))).toThrow(/twice/)
  })
})

describe('the identity of an embedder', () => {
  const bge = bundled('bge-small-en-v1.5')

  it('is the same in the manifest and in the embedder that runs without one', () => {
    expect(identityOf(bge, 'onnx')).toEqual(BGE_SMALL_ONNX)
  })

  it('shares one fingerprint among forms that were compared, and only among them', () => {
    expect(identityOf(bge, 'llama').fingerprint).toBe(identityOf(bge, 'onnx').fingerprint)
    const { equivalentForms: _, ...apart } = bge
    expect(identityOf(apart, 'llama').fingerprint).not.toBe(identityOf(apart, 'onnx').fingerprint)
  })

  it('changes with the file, the prefixes and the context, and not with the name', () => {
    const base = identityOf(bge, 'onnx').fingerprint
    expect(identityOf({ ...bge, name: 'renamed' }, 'onnx').fingerprint).toBe(base)
    expect(identityOf({ ...bge, passagePrefix: 'passage: ' }, 'onnx').fingerprint).not.toBe(base)
    expect(identityOf({ ...bge, contextTokens: 256 }, 'onnx').fingerprint).not.toBe(base)
    expect(identityOf({ ...bge, forms: (bge.forms ?? []).map((form) => ({ ...form, sha256: 'f'.repeat(64) })) }, 'onnx').fingerprint).not.toBe(base)
  })

  it('names what a model lacks', () => {
    const e5 = bundled('multilingual-e5-small')
    expect(() => formFor(e5, 'onnx')).toThrow(expect.objectContaining({ code: 'MODEL_UNSUITABLE' }))
    expect(() => identityOf({ ...bge, role: 'chat' }, 'onnx')).toThrow(expect.objectContaining({ code: 'MODEL_UNSUITABLE' }))
  })
})
