/// What an audit may know of a target's world: goals, templates, names, markers; read from a domain file.
package dev.assay.audit.domain;
