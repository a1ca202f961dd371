/// What the terminal shows: one live block where there is a terminal, plain lines elsewhere.
package dev.assay.app.terminal;
