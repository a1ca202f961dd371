/// The one program you start: commands, exit codes, and what the terminal shows.
package dev.assay.app;
