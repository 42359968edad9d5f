/** Migrations of `catalog.db`, in order; see `openDatabase`. A released entry is never edited: a change is a new entry. */
export const CATALOG_MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  INSERT INTO meta VALUES ('revision', '0');

  CREATE TABLE source (
    sourceId TEXT PRIMARY KEY, kind TEXT NOT NULL, path TEXT NOT NULL UNIQUE,
    watched INTEGER NOT NULL, reachable INTEGER NOT NULL
  );

  CREATE TABLE document (
    documentId TEXT PRIMARY KEY, sourceId TEXT NOT NULL, path TEXT NOT NULL, contentPath TEXT NOT NULL, parentId TEXT,
    sizeBytes INTEGER NOT NULL, modifiedMs REAL NOT NULL, inode TEXT NOT NULL, settled INTEGER NOT NULL,
    sha256 TEXT NOT NULL, mediaType TEXT NOT NULL,
    state TEXT NOT NULL, code TEXT, message TEXT, action TEXT, duplicateOf TEXT,
    title TEXT, author TEXT, created TEXT, language TEXT,
    fingerprint TEXT NOT NULL, chunks INTEGER NOT NULL, opening TEXT NOT NULL, warnings TEXT NOT NULL, elapsedMs REAL NOT NULL,
    signature BLOB, nearDuplicates TEXT,
    unitReports BLOB
  );
  -- One living document a path; removed ones are kept so that a file that comes back keeps its id and its citations.
  CREATE UNIQUE INDEX documentPath ON document (path) WHERE state <> 'removed';
  CREATE INDEX documentAnyPath ON document (path);
  CREATE INDEX documentHash ON document (sha256) WHERE sha256 <> '';
  CREATE INDEX documentParent ON document (parentId) WHERE parentId IS NOT NULL;
  CREATE INDEX documentDuplicate ON document (duplicateOf) WHERE duplicateOf IS NOT NULL;

  CREATE TABLE unit (
    documentId TEXT NOT NULL REFERENCES document ON DELETE CASCADE, unit INTEGER NOT NULL,
    source TEXT NOT NULL, text TEXT NOT NULL, rest BLOB NOT NULL,
    PRIMARY KEY (documentId, unit)
  );

  CREATE TABLE job (
    jobId TEXT PRIMARY KEY, kind TEXT NOT NULL, key TEXT NOT NULL, label TEXT NOT NULL, payload TEXT NOT NULL, state TEXT NOT NULL,
    priority INTEGER NOT NULL, attempt INTEGER NOT NULL, progress TEXT NOT NULL, error TEXT, createdMs REAL NOT NULL, updatedMs REAL NOT NULL
  );

  CREATE TABLE thread (threadId TEXT PRIMARY KEY, title TEXT NOT NULL, updatedMs REAL NOT NULL);
  CREATE TABLE answer (
    answerId TEXT PRIMARY KEY, threadId TEXT REFERENCES thread ON DELETE CASCADE, position INTEGER NOT NULL, answer TEXT NOT NULL
  );
  CREATE INDEX answerThread ON answer (threadId, position);
  CREATE TABLE feedback (answerId TEXT PRIMARY KEY, grade TEXT NOT NULL, note TEXT, given TEXT NOT NULL);

  CREATE TABLE evaluation (name TEXT PRIMARY KEY, saved TEXT NOT NULL, run TEXT NOT NULL);
  `,
  // Sources that a thread's questions are asked of, as a JSON list of document ids.
  "ALTER TABLE thread ADD COLUMN pinned TEXT NOT NULL DEFAULT '[]'",
  // Rules of an added folder, as JSON; NULL: the default ones.
  'ALTER TABLE source ADD COLUMN rules TEXT',
  `
  CREATE TABLE question (
    answerId TEXT PRIMARY KEY, threadId TEXT NOT NULL, request TEXT NOT NULL, submittedMs REAL NOT NULL, attempt INTEGER NOT NULL,
    stage TEXT NOT NULL, course TEXT, text TEXT NOT NULL, deltas INTEGER NOT NULL
  );
  `,
  `
  CREATE TABLE evaluationValue (kind TEXT NOT NULL, name TEXT NOT NULL, saved TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (kind, name)) WITHOUT ROWID;
  INSERT INTO evaluationValue SELECT 'run', name, saved, run FROM evaluation;
  DROP TABLE evaluation;

  CREATE TABLE measurement (kind TEXT NOT NULL, key TEXT NOT NULL, atMs REAL NOT NULL, value TEXT NOT NULL, PRIMARY KEY (kind, key)) WITHOUT ROWID;
  CREATE INDEX measurementTime ON measurement (kind, atMs);
  `,
  // What other processes ask of the one that holds the library.
  'CREATE TABLE jobRequest (requestId INTEGER PRIMARY KEY AUTOINCREMENT, action TEXT NOT NULL, jobId TEXT NOT NULL, outcome TEXT)',
  // What may be done with an added folder's documents, as JSON; NULL: everything.
  'ALTER TABLE source ADD COLUMN policy TEXT',
]
