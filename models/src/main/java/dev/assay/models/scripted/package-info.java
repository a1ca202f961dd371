/// Models whose answers a function gives: puppets for tests and demonstrations.
package dev.assay.models.scripted;
