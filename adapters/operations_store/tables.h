// The tables of the operations store. A file with others is thrown away, so they change freely.
#pragma once
#include <string>

namespace lockstep::operations_store {

inline const std::string kTables = R"sql(
CREATE TABLE lockstep_operations (
  id INTEGER PRIMARY KEY CHECK (id = 1), store TEXT NOT NULL, tables TEXT NOT NULL,
  change INTEGER NOT NULL);
CREATE TABLE polls (
  subject TEXT NOT NULL, kind TEXT NOT NULL, asked_at INTEGER NOT NULL, answered_at INTEGER,
  result TEXT NOT NULL, failure_code TEXT, failure_message TEXT, failure_remedy TEXT,
  failures INTEGER, retry_at INTEGER, change INTEGER NOT NULL,
  PRIMARY KEY (subject, kind)) WITHOUT ROWID;
CREATE UNIQUE INDEX polls_by_change ON polls (change);
CREATE INDEX polls_by_kind_answered_at ON polls (kind, answered_at);
CREATE TABLE unended_calls (
  kind TEXT NOT NULL, subject TEXT NOT NULL, begun INTEGER NOT NULL, last INTEGER NOT NULL,
  PRIMARY KEY (kind, subject)) WITHOUT ROWID;
CREATE TABLE attempts (
  id INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL,
  result TEXT NOT NULL, latency_ms INTEGER NOT NULL, http_status INTEGER NOT NULL);
CREATE INDEX attempts_by_at ON attempts (at);
CREATE INDEX attempts_by_subject_id ON attempts (subject, id);
CREATE TABLE learned_limits (
  id INTEGER PRIMARY KEY CHECK (id = 1), at INTEGER NOT NULL, json TEXT NOT NULL);
CREATE TABLE runs (
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL, started INTEGER NOT NULL, ended INTEGER NOT NULL,
  counts TEXT NOT NULL);
)sql";

}  // namespace lockstep::operations_store
