-- What the store knows of itself: the sequence of the last write.
CREATE TABLE meta (name TEXT PRIMARY KEY, value ANY) STRICT, WITHOUT ROWID;
INSERT INTO meta VALUES ('sequence', 0);

CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- Every object that may have records. records: how many there are, deleted ones not counted.
CREATE TABLE object (
  number  INTEGER PRIMARY KEY,
  name    TEXT NOT NULL UNIQUE,
  plural  TEXT NOT NULL,
  custom  INTEGER NOT NULL,
  records INTEGER NOT NULL DEFAULT 0
) STRICT;

-- The custom fields, in the order in which they were added.
CREATE TABLE field (
  number INTEGER PRIMARY KEY,
  object INTEGER NOT NULL REFERENCES object (number),
  name   TEXT NOT NULL,
  type   TEXT NOT NULL,
  label  TEXT NOT NULL,
  UNIQUE (object, name)
) STRICT;

-- number: the object's number in the bits from 40 up and a count from 1 below, so that the rows of an object lie together, in the order of first writing.
-- created_at, updated_at: milliseconds since 1970-01-01T00:00:00Z. sequence: that of the last change.
-- contact, company, lead: of a related record, the ids of its owners as its document gives them.
CREATE TABLE record (
  number     INTEGER PRIMARY KEY,
  object     INTEGER NOT NULL,
  id         TEXT NOT NULL,
  document   TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  sequence   INTEGER NOT NULL,
  deleted    INTEGER NOT NULL,
  contact    TEXT,
  company    TEXT,
  lead       TEXT,
  UNIQUE (object, id)
) STRICT;
CREATE INDEX record_contact ON record (contact) WHERE contact IS NOT NULL;
CREATE INDEX record_company ON record (company) WHERE company IS NOT NULL;
CREATE INDEX record_lead ON record (lead) WHERE lead IS NOT NULL;

-- The records of the object "event", apart because there are many.
CREATE TABLE event (
  number     INTEGER PRIMARY KEY,
  id         TEXT NOT NULL UNIQUE,
  document   TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  sequence   INTEGER NOT NULL,
  deleted    INTEGER NOT NULL,
  contact    TEXT,
  company    TEXT,
  lead       TEXT
) STRICT;
CREATE INDEX event_contact ON event (contact) WHERE contact IS NOT NULL;
CREATE INDEX event_company ON event (company) WHERE company IS NOT NULL;
CREATE INDEX event_lead ON event (lead) WHERE lead IS NOT NULL;

-- The normal forms of the e-mails and phones of profiles that are not deleted.
CREATE TABLE identity (key TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (key, number)) STRICT, WITHOUT ROWID;
