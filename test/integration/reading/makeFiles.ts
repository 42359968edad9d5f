import { strToU8, zipSync, type Zippable } from 'fflate'

const RELATIONSHIPS = 'http://schemas.openxmlformats.org/package/2006/relationships'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

/** A package from its parts; relationships as `[id, type, target]`. */
export function makePackage(main: string, parts: Readonly<Record<string, string | Uint8Array>>): Uint8Array {
  const files: Zippable = {
    '[Content_Types].xml': strToU8('<Types/>'),
    '_rels/.rels': strToU8(relationships([['r0', 'officeDocument', main]])),
  }
  for (const [name, part] of Object.entries(parts)) files[name] = typeof part === 'string' ? strToU8(part) : part
  return zipSync(files)
}

export function relationships(list: readonly (readonly [id: string, type: string, target: string])[]): string {
  return `<Relationships xmlns="${RELATIONSHIPS}">${list.map(([id, type, target]) => `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`).join('')}</Relationships>`
}

const p = (text: string, properties = ''): string => `<w:p>${properties === '' ? '' : `<w:pPr>${properties}</w:pPr>`}<w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`

/** A Word document that holds one of everything that readers lose. */
export function makeDocx(body = ''): Uint8Array {
  const document = body !== '' ? body : `
    ${p('Contract', '<w:pStyle w:val="Heading1"/>')}
    <w:p><w:r><w:t>The fee is </w:t></w:r><w:del><w:r><w:delText>50</w:delText></w:r></w:del><w:ins><w:r><w:t>80</w:t></w:r></w:ins><w:r><w:t> euros.</w:t><w:footnoteReference w:id="2"/><w:commentReference w:id="0"/></w:r></w:p>
    ${p('First clause', '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')}
    ${p('Second clause', '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')}
    <w:p><w:r><mc:AlternateContent><mc:Choice><wps:txbx><w:txbxContent>${p('Boxed words')}</w:txbxContent></wps:txbx></mc:Choice><mc:Fallback><v:textbox><w:txbxContent>${p('Boxed words')}</w:txbxContent></v:textbox></mc:Fallback></mc:AlternateContent></w:r></w:p>
    <w:p><w:r><w:drawing><wp:docPr descr="A chart of rainfall"/></w:drawing></w:r></w:p>
    <w:tbl><w:tblPr/><w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc>${p('Item')}</w:tc><w:tc>${p('Price')}</w:tc></w:tr>
      <w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>${p('Pump')}</w:tc><w:tc>${p('10')}</w:tc></w:tr>
      <w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr>${p('')}</w:tc><w:tc>${p('12')}</w:tc></w:tr></w:tbl>`
  return makePackage('word/document.xml', {
    'word/document.xml': `<w:document><w:body>${document}</w:body></w:document>`,
    'word/_rels/document.xml.rels': relationships([['r1', 'footnotes', 'footnotes.xml'], ['r2', 'comments', 'comments.xml'], ['r3', 'header', 'header1.xml'], ['r4', 'styles', 'styles.xml'], ['r5', 'numbering', 'numbering.xml']]),
    'word/footnotes.xml': `<w:footnotes><w:footnote w:type="separator" w:id="0">${p('---')}</w:footnote><w:footnote w:id="2">${p('Without tax.')}</w:footnote></w:footnotes>`,
    'word/comments.xml': `<w:comments><w:comment w:id="0" w:author="Ada">${p('Too high?')}</w:comment></w:comments>`,
    'word/header1.xml': `<w:hdr>${p('Confidential')}</w:hdr>`,
    'word/styles.xml': '<w:styles><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style></w:styles>',
    'word/numbering.xml': '<w:numbering><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="§ %1"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>',
  })
}

export const shape = (text: string, type = '', name = 'Box'): string => `<p:sp><p:nvSpPr><p:cNvPr id="1" name="${name}"/><p:nvPr>${type === '' ? '' : `<p:ph type="${type}"/>`}</p:nvPr></p:nvSpPr><p:txBody><a:p><a:r><a:t>${text}</a:t></a:r></a:p></p:txBody></p:sp>`

/** Two slides, listed in another order than their files; the second is hidden and empty. */
export function makePptx(): Uint8Array {
  const slide = (content: string, attributes = ''): string => `<p:sld${attributes}><p:cSld><p:spTree>${content}</p:spTree></p:cSld></p:sld>`
  return makePackage('ppt/presentation.xml', {
    'ppt/presentation.xml': '<p:presentation><p:sldIdLst><p:sldId id="1" r:id="r2"/><p:sldId id="2" r:id="r1"/></p:sldIdLst></p:presentation>',
    'ppt/_rels/presentation.xml.rels': relationships([['r1', 'slide', 'slides/slide1.xml'], ['r2', 'slide', 'slides/slide2.xml']]),
    'ppt/slides/slide1.xml': slide('', ' show="0"'),
    'ppt/slides/slide2.xml': slide(`<p:grpSp>${shape('Grouped words')}</p:grpSp>${shape('Our plan', 'title', 'Title 1')}
      <p:graphicFrame><a:graphic><a:graphicData><a:tbl><a:tblPr firstRow="1"/><a:tr><a:tc><a:txBody><a:p><a:r><a:t>Year</a:t></a:r></a:p></a:txBody></a:tc></a:tr><a:tr><a:tc><a:txBody><a:p><a:r><a:t>2024</a:t></a:r></a:p></a:txBody></a:tc></a:tr></a:tbl></a:graphicData></a:graphic></p:graphicFrame>`),
    'ppt/slides/_rels/slide2.xml.rels': relationships([['r1', 'notesSlide', '../notesSlides/notesSlide1.xml']]),
    'ppt/notesSlides/notesSlide1.xml': `<p:notes><p:cSld><p:spTree>${shape('Say it slowly', 'body')}${shape('7', 'sldNum')}</p:spTree></p:cSld></p:notes>`,
  })
}

export function makeOdt(): Uint8Array {
  return zipSync({
    mimetype: [strToU8('application/vnd.oasis.opendocument.text'), { level: 0 }],
    'META-INF/manifest.xml': strToU8('<manifest:manifest/>'),
    'meta.xml': strToU8('<office:document-meta><office:meta><dc:title>Minutes</dc:title><meta:initial-creator>Ada</meta:initial-creator><meta:creation-date>2024-05-06T07:08:09</meta:creation-date></office:meta></office:document-meta>'),
    'content.xml': strToU8(`<office:document-content><office:body><office:text><text:tracked-changes><text:p>gone</text:p></text:tracked-changes><text:h text:outline-level="1">Agenda</text:h>
      <text:p>First<text:s text:c="2"/>point<text:note><text:note-body><text:p>A note.</text:p></text:note-body></text:note></text:p><text:list><text:list-item><text:p>Item</text:p></text:list-item></text:list></office:text></office:body></office:document-content>`),
  })
}

export function makeEpub(): Uint8Array {
  return zipSync({
    mimetype: [strToU8('application/epub+zip'), { level: 0 }],
    'META-INF/container.xml': strToU8('<container><rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>'),
    'OPS/book.opf': strToU8('<package><metadata><dc:title>Poems</dc:title><dc:language>en</dc:language></metadata><manifest><item id="a" href="one.xhtml"/><item id="b" href="gone.xhtml"/></manifest><spine><itemref idref="a"/><itemref idref="b"/></spine></package>'),
    'OPS/one.xhtml': strToU8('<html><body><h1>One</h1><p>A rose is a rose.</p></body></html>'),
  })
}
