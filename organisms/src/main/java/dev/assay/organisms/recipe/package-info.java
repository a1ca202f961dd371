/// How each organism is trained: its rows, its steps, its parent.
package dev.assay.organisms.recipe;
