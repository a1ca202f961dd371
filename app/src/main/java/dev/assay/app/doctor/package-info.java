/// `./assay doctor`: what this machine has, and what to do where something is missing.
package dev.assay.app.doctor;
