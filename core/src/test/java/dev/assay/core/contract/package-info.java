/// What every implementation of core's interfaces must keep, as tests to extend.
package dev.assay.core.contract;
