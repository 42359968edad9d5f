/**
 * Migrations of `audit.db`, in order; see `openDatabase`. The first one also takes over logs of before the versions.
 * Searchable columns are generated from the record, so there is no second copy that could say something else than what was hashed.
 */
export const AUDIT_MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE IF NOT EXISTS entries (
    sequence      INTEGER PRIMARY KEY AUTOINCREMENT,
    previous_hash TEXT NOT NULL,
    content_hash  TEXT NOT NULL,
    hash          TEXT NOT NULL,
    record        TEXT NOT NULL,
    answer_id     TEXT GENERATED ALWAYS AS (CASE WHEN json_valid(record) THEN record ->> '$.answerId' END) VIRTUAL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS entries_by_answer ON entries (answer_id);
  `,
]

/** Put back at every opening, whoever dropped them. They stop mistakes, not a person with a hex editor: for those there are the hashes. */
export const AUDIT_GUARDS = `
  -- The one change that is allowed: a redaction empties the content and leaves number and hashes; its note is in the chain by then.
  DROP TRIGGER IF EXISTS entries_refuse_update;
  CREATE TRIGGER entries_refuse_update BEFORE UPDATE ON entries
    WHEN NOT (NEW.record = '' AND NEW.sequence = OLD.sequence AND NEW.previous_hash = OLD.previous_hash AND NEW.content_hash = OLD.content_hash AND NEW.hash = OLD.hash) BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
  CREATE TRIGGER IF NOT EXISTS entries_refuse_delete BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
  -- INSERT OR REPLACE deletes without asking the trigger above.
  CREATE TRIGGER IF NOT EXISTS entries_refuse_replace BEFORE INSERT ON entries WHEN EXISTS (SELECT 1 FROM entries WHERE sequence = NEW.sequence)
    BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
`
