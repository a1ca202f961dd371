-- Evaluations, for SQLite and PostgreSQL alike. A table's key begins with the run, so that many runs share a database.
-- eval_run.samples and .digest are the number of the run's samples and the sum of their checksums: a row that a damaged
-- index hides is missed.

CREATE TABLE eval_run (
    number BIGINT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    writer TEXT NOT NULL,
    samples BIGINT NOT NULL,
    digest BIGINT NOT NULL,
    task TEXT,
    model TEXT,
    created TEXT,
    command TEXT,
    assay_version TEXT,
    header BYTEA
);

CREATE TABLE eval_sample (
    run BIGINT NOT NULL,
    position BIGINT NOT NULL,
    epoch INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    id TEXT NOT NULL,
    errored INTEGER NOT NULL,
    scores TEXT NOT NULL,
    revision INTEGER NOT NULL,
    input_tokens BIGINT NOT NULL,
    output_tokens BIGINT NOT NULL,
    cache_read_tokens BIGINT NOT NULL,
    cache_write_tokens BIGINT NOT NULL,
    reasoning_tokens BIGINT NOT NULL,
    seconds DOUBLE PRECISION NOT NULL,
    checksum BIGINT NOT NULL,
    size INTEGER NOT NULL,
    body BYTEA NOT NULL,
    PRIMARY KEY (run, position, epoch, attempt)
);

CREATE TABLE eval_grade (
    run BIGINT NOT NULL,
    position BIGINT NOT NULL,
    epoch INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    scores BYTEA NOT NULL,
    PRIMARY KEY (run, position, epoch, attempt, revision)
);

CREATE TABLE eval_fact (
    run BIGINT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    checksum BIGINT NOT NULL,
    PRIMARY KEY (run, name)
);
