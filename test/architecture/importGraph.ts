import { readFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'

export interface Import {
  readonly from: string
  /** Repository path of the target, or the package's name as written. */
  readonly to: string
  readonly isInside: boolean
  readonly isTypeOnly: boolean
  readonly isDynamic: boolean
  readonly line: number
}

/**
 * Every import of one source file: static, `export … from`, `import()`, `require()` and `new Worker(new URL(…))` count; a type-only
 * import is marked, since it leaves nothing behind at run time.
 */
export function importsOf(root: string, file: string): Import[] {
  const source = ts.createSourceFile(file, readFileSync(path.join(root, file), 'utf8'), ts.ScriptTarget.Latest, true)
  const found: Import[] = []
  function add(specifier: string, isTypeOnly: boolean, isDynamic: boolean, node: ts.Node) {
    const isInside = specifier.startsWith('.')
    const clean = specifier.replace(/\?.*$/, '')
    const to = isInside ? path.posix.normalize(path.posix.join(path.posix.dirname(file), clean)) : packageName(clean)
    found.push({ from: file, to, isInside, isTypeOnly, isDynamic, line: source.getLineAndCharacterOfPosition(node.getStart()).line + 1 })
  }
  function visit(node: ts.Node) {
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
      const clause = node.importClause
      const named = clause?.namedBindings
      const allNamedAreTypes = named !== undefined && ts.isNamedImports(named) && clause?.name === undefined && named.elements.length > 0 && named.elements.every((element) => element.isTypeOnly)
      add(node.moduleSpecifier.text, clause?.phaseModifier === ts.SyntaxKind.TypeKeyword || allNamedAreTypes, false, node)
    } else if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined && ts.isStringLiteral(node.moduleSpecifier)) {
      add(node.moduleSpecifier.text, node.isTypeOnly, false, node)
    } else if (ts.isCallExpression(node)) {
      const [argument] = node.arguments
      const isImport = node.expression.kind === ts.SyntaxKind.ImportKeyword
      const isRequire = ts.isIdentifier(node.expression) && /^require/.test(node.expression.text)
      if ((isImport || isRequire) && argument !== undefined && ts.isStringLiteral(argument)) add(argument.text, false, true, node)
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) && ts.isStringLiteral(node.argument.literal)) {
      add(node.argument.literal.text, true, false, node)
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

/** `@scope/name/sub` → `@scope/name`; Node's own modules keep their `node:` name. */
function packageName(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier
  const parts = specifier.split('/')
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? specifier)
}
