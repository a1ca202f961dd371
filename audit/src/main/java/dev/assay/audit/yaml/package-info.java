/// YAML with the line of every value, so that an error can name its place.
package dev.assay.audit.yaml;
