import path from 'node:path'

/** Whether `file` is `folder` or below it. By relative path, not by prefix: `/a/bc` is not inside `/a/b`. */
export function isInside(folder: string, file: string): boolean {
  const relative = path.relative(folder, file)
  return relative === '' || (!relative.startsWith(`..${path.sep}`) && relative !== '..' && !path.isAbsolute(relative))
}
