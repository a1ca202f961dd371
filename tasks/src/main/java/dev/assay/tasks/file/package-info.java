/// Tasks in YAML, for people who write no Java: see `docs/tasks-yaml.md`.
package dev.assay.tasks.file;
