/// `./assay models`: model folders on this machine, and whether they are computed as their reference computes them.
package dev.assay.app.models;
